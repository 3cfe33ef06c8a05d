import { clearEntries, listEntries } from "../../../cache/list-cache-entries.ts";
import { saveProfile } from "../../../credentials/aliyun-config/save-profile.ts";
import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { describeSource } from "../../../credentials/source-kinds.ts";
import { ToolError } from "../../../errors/tool-error.ts";
import { cacheDirectories } from "../../../cache/locate-cache-directory.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { defineCommand } from "../../command.ts";
import { cacheDirectoryFlag } from "../../flags/cache-directory-flag.ts";
import { NO_SESSION, readLoginProfile } from "./login-profile.ts";

/** `auth logout`: removes a sign-in from this machine. It is not revoked in the cloud, which has no API for that. */
export const authLogoutCommand = defineCommand({
  meta: { name: "logout", description: "Remove a sign-in from config.json, and its certificates from the cache" },
  examples: ["ack-ram-tool auth logout --profile-name dev"],
  args: { ...cacheDirectoryFlag },
  run: async ({ world, flags, given, deadline }) => {
    const profile = await readLoginProfile({ ...flags, mode: undefined, "assume-yes": true }, world);
    if (profile.mode === undefined || profile.fields === undefined) {
      throw new ToolError({
        code: "credentials_invalid",
        message: !profile.hasFile
          ? `${profile.file} does not exist`
          : profile.fields === undefined
            ? `there is no ${profile.description}`
            : `${profile.description} has no sign-in`,
        hint: "name a profile of mode CloudSSO or OAuth with --profile-name",
      });
    }
    // Resolved before the tokens are removed: it tells which cached certificates belong to the sign-in.
    const settings = {
      ...credentialSettings({ ...flags, "role-arn": undefined }, given, world.env),
      profileFile: profile.file,
      profileName: profile.name,
    };
    const found = await resolveCredentials({ settings, world }).catch(() => undefined);
    await saveProfile(
      profile.file,
      { name: profile.name, changes: SIGNED_OUT, otherwise: {}, setCurrent: false },
      { ...world, deadline },
    );
    const items = await listEntries(cacheDirectories(flags["credential-cache-dir"], world), world);
    const source = found && describeSource(found.source);
    const own = items.filter(({ entry }) => source !== undefined && entry?.source.endsWith(source) === true);
    await clearEntries(own, world);
    world.log.debug(`deleted ${own.length} of ${items.length} certificates`);
    const certificates = own.length === 1 ? "1 certificate" : `${own.length} certificates`;
    await world.stdout(`signed out of ${profile.description}; ${certificates} deleted`);
  },
});

const SIGNED_OUT = {
  access_token: undefined,
  cloud_sso_access_token_expire: undefined,
  oauth_access_token: undefined,
  oauth_access_token_expire: undefined,
  oauth_refresh_token: undefined,
  oauth_refresh_token_expire: undefined,
  ...NO_SESSION,
} as const;
