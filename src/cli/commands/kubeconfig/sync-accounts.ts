import type { CredentialSettings, FoundSource } from "../../../credentials/provider.ts";
import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { ToolError } from "../../../errors/tool-error.ts";
import { execVariables } from "../../../get-kubeconfig/exec-variables.ts";
import { absoluteCommand } from "../../../get-kubeconfig/plugin-command.ts";
import type { KubeconfigView, PluginUser } from "../../../kubeconfig/kubeconfig-view.ts";
import { pluginEntries } from "../../../kubeconfig/plugin-entries.ts";
import { PROGRAM_NAME } from "../../../program-info.ts";
import type { Account } from "../../../kubeconfig-sync/inspect-account.ts";
import type { OwnedEntry } from "../../../kubeconfig-sync/owned-entry.ts";
import * as VARIABLES from "../../../environment/variable-names.ts";
import { readVariable } from "../../../environment/read-variable.ts";
import type { World } from "../../../world/world.ts";
import { flagValues } from "../../arguments/flag-values.ts";
import type { FlagValue, Given } from "../../arguments/flag.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { csEndpoint } from "../../flags/cs-endpoint-flag.ts";
import { getKubeconfigFlags } from "../../flags/get-kubeconfig-flags.ts";
import { globalFlags } from "../../flags/global-flags.ts";
import { pluginArguments, type PluginSettings } from "../../../get-kubeconfig/plugin-arguments.ts";
import { fileOfVariable, pluginSettings } from "../get-kubeconfig/plugin-settings.ts";
import { parsePluginCall } from "../credential-plugin/parse-plugin-call.ts";

/** An account, and the settings for finding its credentials. */
export interface SyncAccount extends Account {
  readonly settings: CredentialSettings;
  /** Base URL. @param vpc set if the credentials' profile wants endpoints inside the VPC */
  readonly csEndpointIn: (vpc: FoundSource["vpc"]) => string;
}

/** Flags that decide the account and the endpoint. */
const IDENTITY = [
  "profile-file",
  "profile-name",
  "role-arn",
  "ignore-env-credentials",
  "ignore-aliyun-cli-credentials",
  "credential-type",
  "cs-endpoint",
] as const;

const CREDENTIAL_VARIABLES: ReadonlySet<string> = new Set(
  [
    VARIABLES.accessKeyId,
    VARIABLES.accessKeySecret,
    VARIABLES.securityToken,
    VARIABLES.roleArn,
    VARIABLES.oidcProviderArn,
    VARIABLES.credentialsUri,
    VARIABLES.credentialsFile,
    VARIABLES.ecsMetadataRole,
  ].flat(),
);

/** Whether an entry's `env` contains credentials: this command does not use them, and leaves the entry alone. */
function hasCredentials({ env }: PluginUser): boolean {
  return Object.keys(env).some((name) => CREDENTIAL_VARIABLES.has(name));
}

/** This tool's entries with a cluster id, valid arguments and no own credentials. Others are left alone. */
export async function ownedEntries(views: readonly KubeconfigView[], world: World): Promise<readonly OwnedEntry[]> {
  const owned = pluginEntries(views).map(async (entry): Promise<readonly OwnedEntry[]> => {
    try {
      if (entry.clusterId === undefined || hasCredentials(entry.user)) return [];
      const { given } = await parsePluginCall(entry.user, entry.regionId, world);
      return [{ ...entry, identity: identityOf(given), regionArgument: textOf(given, "region-id") }];
    } catch (error) {
      if (error instanceof ToolError) return [];
      throw error;
    }
  });
  return (await Promise.all(owned)).flat();
}

/** With a profile, an entry counts as ignoring keys in variables: newer entries have that flag, older ones lack it. */
function identityOf(given: Given): string {
  return JSON.stringify(IDENTITY.map((name) => identityFlag(given, name) ?? null));
}

function identityFlag(given: Given, name: (typeof IDENTITY)[number]): FlagValue | undefined {
  return name === "ignore-env-credentials" && given.has("profile-name") ? true : given.get(name);
}

function textOf(given: Given, name: string): string | undefined {
  const value = given.get(name);
  return typeof value === "string" ? value : undefined;
}

/**
 * The accounts to sync: one for each `--profile-name`; without one, those of the existing entries with the given flags;
 * without such entries, the one that a plugin with these flags would use.
 * @throws ToolError `usage`
 */
export async function syncAccounts(
  given: Given,
  profiles: readonly string[],
  view: KubeconfigView,
  world: World,
): Promise<readonly SyncAccount[]> {
  const lines = profiles.length > 0 ? [] : await linesOfEntries(given, view, world);
  if (lines.length > 0) return await Promise.all(lines.map((line) => accountOfLine(line, given, world)));
  const variable = readVariable(world.env, VARIABLES.profileName);
  const [first, ...others] = profiles.length > 0 ? profiles : [variable];
  return await Promise.all(
    [...new Set([first, ...others])].map((profile) =>
      accountOf(new Map([...given, ...(profile === undefined ? [] : [["profile-name", profile] as const])]), world),
    ),
  );
}

/** The arguments of the entries with the given flags, once for each account and region. */
async function linesOfEntries(given: Given, view: KubeconfigView, world: World): Promise<readonly Given[]> {
  const wanted = IDENTITY.filter((name) => given.has(name));
  const flags = flagValues({ ...getKubeconfigFlags, ...globalFlags }, given, world.env);
  const written = await writtenFlags(pluginSettings(flags, given, world.cwd()), world);
  const region = textOf(given, "region-id");
  const lines = new Map<string, Given>();
  for (const entry of pluginEntries([view])) {
    const call = await parsePluginCall(entry.user, entry.regionId, world).catch(() => undefined);
    if (call === undefined || hasCredentials(entry.user)) continue;
    if (wanted.some((name) => identityFlag(call.given, name) !== identityFlag(written, name))) continue;
    const particular = [...call.given].filter(([name]) => ["region-id", "sts-endpoint", ...IDENTITY].includes(name));
    const key = JSON.stringify([identityOf(call.given), region ?? textOf(call.given, "region-id")]);
    if (!lines.has(key)) lines.set(key, new Map(particular));
  }
  return [...lines.values()];
}

/** An account with the identity and region of its entries, which may differ from what would be written now. */
async function accountOfLine(line: Given, given: Given, world: World): Promise<SyncAccount> {
  const account = await accountOf(new Map([...line, ...given]), world);
  const regionId = given.has("region-id") ? account.regionId : textOf(line, "region-id");
  return { ...account, identity: identityOf(line), regionId };
}

async function accountOf(given: Given, world: World): Promise<SyncAccount> {
  const flags = flagValues({ ...getKubeconfigFlags, ...globalFlags }, given, world.env);
  const profile = flags["profile-name"];
  const credentials = {
    ...credentialSettings(flags, given, world.env),
    // A named profile takes precedence over keys in this shell's variables.
    ...(profile !== undefined && { ignoreEnvironment: true }),
  };
  const chosen = pluginSettings(flags, given, world.cwd());
  const found = await resolveCredentials({ settings: credentials, world }).catch(() => undefined);
  const settings = { ...chosen, profileFile: chosen.profileFile ?? (found && fileOfVariable(found, world)) };
  return {
    profile,
    identity: identityOf(await writtenFlags(settings, world)),
    csEndpointIn: (vpc) => csEndpoint(flags, given, world.env, { vpc }),
    regionId: flags["region-id"],
    settings: credentials,
    style: {
      names: { context: flags["context-name"], user: flags["user-name"], cluster: flags["cluster-name"] },
      besideOthers: true,
      command: flags["absolute-command"] ? await absoluteCommand(world) : PROGRAM_NAME,
      settings,
      env: execVariables(flags.env, world.env),
      explicit: false,
      isUserShared: flags["shared-user"],
    },
  };
}

/** The flags as they would be written into an entry. */
async function writtenFlags(settings: Omit<PluginSettings, "clusterId">, world: World): Promise<Given> {
  const args = pluginArguments({ ...settings, clusterId: undefined }, false);
  return (await parsePluginCall({ args, env: {} }, undefined, world)).given;
}
