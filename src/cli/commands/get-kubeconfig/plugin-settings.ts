import { productEndpoint } from "../../../alibaba/product-endpoint.ts";
import type { ApiVersion } from "../../../exec-credential/api-version.ts";
import type { PluginSettings } from "../../../get-kubeconfig/plugin-arguments.ts";
import type { FoundSource } from "../../../credentials/provider.ts";
import { usageError } from "../../../errors/tool-error.ts";
import { readVariable } from "../../../environment/read-variable.ts";
import { absolutePath, resolvePath } from "../../../environment/resolve-path.ts";
import * as VARIABLES from "../../../environment/variable-names.ts";
import type { World } from "../../../world/world.ts";
import { LOG_LEVELS } from "../../../log/log.ts";
import { parseLogLevel } from "../../../log/log-level.ts";
import type { GetKubeconfigValues } from "../../flags/get-kubeconfig-flags.ts";
import { formatDuration, parseDuration } from "../../arguments/duration.ts";
import type { Given } from "../../arguments/flag.ts";

/**
 * The settings of `get-kubeconfig` for the plugin, which another program will run with other variables in another
 * folder. So values of variables become arguments, and relative paths become absolute.
 * @throws ToolError `usage` for a log level that the plugin would ignore
 */
export function pluginSettings(
  flags: GetKubeconfigValues,
  given: Given,
  cwd: string,
): Omit<PluginSettings, "clusterId"> {
  const logLevel = given.get("log-level") || undefined;
  if (typeof logLevel === "string" && parseLogLevel(logLevel) === undefined) {
    throw usageError(`invalid --log-level ${JSON.stringify(logLevel)}: must be one of ${LOG_LEVELS.join(", ")}`);
  }
  const apiVersion: ApiVersion = flags["api-version"] === "v1" ? "v1" : "v1beta1";
  const profileFile = flags["profile-file"];
  const region = flags["region-id"] === undefined ? undefined : { label: "--region-id", text: flags["region-id"] };
  return {
    command: flags.mode.endsWith("token") ? "get-token" : "get-credential",
    apiVersion,
    expiration: formatDuration(parseDuration(flags.expiration) ?? 0),
    noCache: flags["no-cache"],
    forceRefresh: flags["force-refresh"],
    cacheDirectory: portablePath(flags["credential-cache-dir"], cwd),
    profileFile: profileFile === undefined ? undefined : portablePath(profileFile, cwd),
    profileName: flags["profile-name"],
    ignoreAliyunConfig: flags["ignore-aliyun-cli-credentials"],
    // With a profile, the context has the same identity whatever variables a shell has.
    ignoreEnvironment: flags["ignore-env-credentials"] || flags["profile-name"] !== undefined,
    roleArn: flags["role-arn"],
    regionId: flags["region-id"],
    stsEndpoint: flags["sts-endpoint"],
    csEndpoint: flags["cs-endpoint"],
    credentialType: flags["credential-type"],
    timeout: flags.timeout,
    // A variable or -v concerns this run only.
    logLevel: typeof logLevel === "string" ? logLevel : undefined,
    resolvedStsEndpoint: productEndpoint("sts", undefined, region).replace("https://", ""),
  };
}

/** The file in which credentials were found, if a variable names it and `--profile-file` could. */
export function fileOfVariable({ origin }: FoundSource, world: World): string | undefined {
  const [kind, path] = origin.identity;
  const named = [VARIABLES.aliyunConfigFile, VARIABLES.credentialsFile].map((name) => readVariable(world.env, name));
  const file = named.find((value) => value !== undefined && resolvePath(value, world) === path);
  // The flag goes by the ending.
  if (file === undefined || file.endsWith(".json") !== (kind === "aliyun-config")) return undefined;
  return portablePath(file, world.cwd());
}

/** Keeps `~`, which the plugin expands, so that one kubeconfig works with several home directories. */
function portablePath(path: string, cwd: string): string {
  return /^~(?:$|[/\\])/.test(path) ? path : absolutePath(path, cwd);
}
