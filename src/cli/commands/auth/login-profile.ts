import { describeProfile, openAliyunConfig, signInCommand } from "../../../credentials/aliyun-config/config-file.ts";
import { readCredentialsFile } from "../../../credentials/read-credentials-file.ts";
import { type ProfileFields, profileFields } from "../../../credentials/field-readers/named-fields.ts";
import { findVariable } from "../../../environment/read-variable.ts";
import { ToolError, usageError } from "../../../errors/tool-error.ts";
import { resolvePath } from "../../../environment/resolve-path.ts";
import { ALIYUN_CONFIG_FILE } from "../../../environment/default-files.ts";
import * as VARIABLES from "../../../environment/variable-names.ts";
import type { World } from "../../../world/world.ts";

/** The profile to sign in to. */
export interface LoginProfile {
  /** The config.json, absolute. */
  readonly file: string;
  /** Whether it exists. */
  readonly hasFile: boolean;
  readonly name: string;
  /** For messages. */
  readonly description: string;
  /** The command that signs in to it, for hints. */
  readonly command: string;
  readonly mode: "CloudSSO" | "OAuth" | undefined;
  /** Undefined for a new one. */
  readonly fields: ProfileFields | undefined;
}

/** Removes the session of an earlier sign-in, which the aliyun CLI and the SDKs would use until it expires. */
export const NO_SESSION = {
  access_key_id: undefined,
  access_key_secret: undefined,
  sts_token: undefined,
  sts_expiration: undefined,
} as const;

interface Flags {
  readonly "profile-file": string | undefined;
  readonly "profile-name": string | undefined;
  readonly mode: "CloudSSO" | "OAuth" | undefined;
  readonly "assume-yes": boolean;
}

/**
 * The requested profile, else the current one.
 * @throws ToolError `usage` if it exists with another kind of credentials, `credentials_invalid` for a broken file
 */
export async function readLoginProfile(flags: Flags, world: World): Promise<LoginProfile> {
  const file = configFile(flags["profile-file"], world);
  const read = await readCredentialsFile(file, false, { world });
  const hasFile = read.path !== undefined;
  const config = await openAliyunConfig(file, hasFile && read.content.trim() !== "" ? read.content : "{}");
  const name = flags["profile-name"] ?? config.current;
  const description = describeProfile(name, file);
  const command = signInCommand(file, name, world);
  const found = config.find(name);
  if (found === undefined) return { file, hasFile, name, description, command, mode: flags.mode, fields: undefined };
  const fields = profileFields(description, found, () => "correct this field of the file, or remove it");
  const mode = fields.optionalText("mode");
  const wanted = flags.mode ?? (mode === "CloudSSO" || mode === "OAuth" ? mode : undefined);
  if (mode !== undefined && mode !== wanted && !flags["assume-yes"]) {
    throw usageError(
      `${description} has the mode ${mode}, and would be overwritten`,
      `name another profile with --profile-name NAME, or replace it: add ${flags.mode === undefined ? "--mode and " : ""}--assume-yes`,
    );
  }
  return { file, hasFile, name, description, command, mode: wanted, fields };
}

/** The config.json of a profile: the one given by flag, else by variable, else the default one. @throws ToolError */
function configFile(given: string | undefined, world: Pick<World, "env" | "platform" | "cwd">): string {
  if (given !== undefined && !given.endsWith(".json")) {
    throw usageError(
      `invalid --profile-file ${JSON.stringify(given)}: must end with .json`,
      "a sign-in is saved in the aliyun CLI's format, as in ~/.aliyun/config.json",
    );
  }
  const path = given ?? (findVariable(world.env, VARIABLES.aliyunConfigFile)?.value || ALIYUN_CONFIG_FILE);
  const file = resolvePath(path, world);
  if (file !== undefined) return file;
  throw new ToolError({
    code: "credentials_invalid",
    message: `cannot find ${path}: HOME is not set`,
    hint: "name the file with --profile-file FILE.json",
  });
}
