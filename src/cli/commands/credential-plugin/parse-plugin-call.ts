import { type CacheKey, cacheKey } from "../../../cache/cache-key.ts";
import type { CredentialSettings, FoundSource } from "../../../credentials/provider.ts";
import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { parseBoolean, readVariable } from "../../../environment/read-variable.ts";
import { usageError } from "../../../errors/tool-error.ts";
import type { PluginUser } from "../../../kubeconfig/kubeconfig-view.ts";
import { PROGRAM_NAME } from "../../../program-info.ts";
import { cacheDirectories } from "../../../cache/locate-cache-directory.ts";
import type { Env, World } from "../../../world/world.ts";
import type { Command } from "../../command.ts";
import { flagValues } from "../../arguments/flag-values.ts";
import type { FlagValue, FlagValues, Given } from "../../arguments/flag.ts";
import { parseArguments } from "../../arguments/parse-arguments.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { csEndpoint } from "../../flags/cs-endpoint-flag.ts";
import { readExpiration } from "../../flags/expiration-flag.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";
import { parseTimeout } from "../../flags/timeout-flag.ts";
import { globalFlags } from "../../flags/global-flags.ts";
import { credentialPluginCommand } from "./credential-plugin.ts";

const ROOT: Command = {
  meta: { name: PROGRAM_NAME, description: "" },
  subCommands: { "credential-plugin": credentialPluginCommand },
};

/** The plugin call that kubectl makes for an entry. */
export interface PluginCall {
  readonly command: "get-credential" | "get-token";
  /** Flags from the entry's arguments and its `env`, without this shell's variables and without defaults. */
  readonly given: Given;
  readonly settings: CredentialSettings;
  /** Base URL. @param vpc set if the credentials' profile wants endpoints inside the VPC */
  readonly csEndpointIn: (vpc: FoundSource["vpc"]) => string;
  readonly expirationMinutes: number;
  readonly cacheDirectories: readonly [string, ...string[]];
  readonly values: FlagValues<typeof getCredentialFlags & typeof globalFlags>;
}

/**
 * Parses an entry's arguments as the plugin would in this environment.
 * @param regionOfCluster from the kubeconfig's cluster
 * @param instead flags that override the entry's
 * @throws ToolError `usage` for arguments that the plugin does not accept
 */
export async function parsePluginCall(
  { args, env }: Pick<PluginUser, "args" | "env">,
  regionOfCluster: string | undefined,
  world: Pick<World, "env" | "platform" | "cwd">,
  instead: Given = new Map(),
): Promise<PluginCall> {
  const { command, given, mistake } = await parseArguments(args, ROOT, globalFlags);
  if (mistake !== undefined) throw mistake;
  const { name } = command.meta;
  if (name !== "get-token" && name !== "get-credential") {
    throw usageError("args has neither get-credential nor get-token", "correct the user's args in the kubeconfig");
  }
  const said = new Map([...saidByVariables(env), ...given, ...instead]);
  const values = flagValues({ ...getCredentialFlags, ...globalFlags }, said, world.env);
  const csEndpointIn: PluginCall["csEndpointIn"] = (vpc) =>
    csEndpoint(values, said, world.env, { regionOfCluster, vpc });
  // Throw for what the plugin refuses, too.
  csEndpointIn(undefined);
  parseTimeout(values.timeout);
  return {
    command: name,
    given: said,
    settings: credentialSettings(values, said, world.env),
    csEndpointIn,
    expirationMinutes: readExpiration(values.expiration),
    cacheDirectories: cacheDirectories(values["credential-cache-dir"], world),
    values,
  };
}

/**
 * The cache key of the certificate that the plugin has, or would request, for a user of a kubeconfig.
 * @throws ToolError if there are no credentials
 */
export async function keyOfCall(
  { settings, csEndpointIn, expirationMinutes }: PluginCall,
  clusterId: string,
  user: Pick<PluginUser, "env">,
  world: World,
): Promise<CacheKey> {
  const { identity, secret, vpc } = await resolveCredentials({
    settings,
    world: { ...world, env: { ...world.env, ...user.env } },
  });
  return cacheKey({ clusterId, csEndpoint: csEndpointIn(vpc), expirationMinutes, identity }, secret);
}

function saidByVariables(env: Env): readonly (readonly [string, FlagValue])[] {
  return Object.entries(globalFlags).flatMap(([name, flag]) => {
    const text = "env" in flag ? readVariable(env, flag.env) : undefined;
    const value = text !== undefined && flag.type === "boolean" ? parseBoolean(text) : text;
    return value === undefined ? [] : [[name, value] as const];
  });
}
