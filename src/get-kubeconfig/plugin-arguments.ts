import type { ApiVersion } from "../exec-credential/api-version.ts";
import { DEFAULT_CACHE_DIRECTORY } from "../cache/locate-cache-directory.ts";

/** The plugin's settings for a kubeconfig; undefined = not chosen. */
export interface PluginSettings {
  readonly command: "get-credential" | "get-token";
  /** Undefined: the id is in the kubeconfig's cluster entry. */
  readonly clusterId: string | undefined;
  readonly apiVersion: ApiVersion;
  /** In Go's form, `3h0m0s`. */
  readonly expiration: string;
  readonly cacheDirectory: string;
  readonly noCache: boolean;
  readonly forceRefresh: boolean;
  readonly profileFile: string | undefined;
  readonly profileName: string | undefined;
  readonly ignoreAliyunConfig: boolean;
  readonly ignoreEnvironment: boolean;
  readonly roleArn: string | undefined;
  readonly regionId: string | undefined;
  readonly stsEndpoint: string | undefined;
  readonly csEndpoint: string | undefined;
  readonly credentialType: string;
  readonly timeout: string;
  readonly logLevel: string | undefined;
  /** The default host, from the region if there is one. */
  readonly resolvedStsEndpoint: string;
}

interface Argument {
  readonly flag: string;
  /** true: a switch that is set. */
  readonly value: string | boolean | undefined;
  /** The defaults that the Go tool and this one share. */
  readonly otherwise?: string;
}

/**
 * The plugin's arguments, in the Go tool's order. Arguments that repeat defaults are left out, so that a kubeconfig
 * shows only what is special; `explicit` writes the Go tool's line, with defaults and `--log-level error`. An argument
 * is left out only if the Go tool has the same default: the file serves both tools.
 */
export function pluginArguments(settings: PluginSettings, explicit: boolean): string[] {
  const all: Argument[] = [
    { flag: "--cluster-id", value: settings.clusterId },
    { flag: "--api-version", value: settings.apiVersion, otherwise: "v1beta1" },
    ...(settings.command === "get-credential" ? certificateArguments(settings) : []),
    { flag: "--profile-file", value: settings.profileFile },
    { flag: "--profile-name", value: settings.profileName },
    { flag: "--ignore-aliyun-cli-credentials", value: settings.ignoreAliyunConfig },
    { flag: "--ignore-env-credentials", value: settings.ignoreEnvironment },
    { flag: "--role-arn", value: settings.roleArn },
    { flag: "--region-id", value: settings.regionId },
    { flag: "--sts-endpoint", value: settings.stsEndpoint ?? (explicit && settings.resolvedStsEndpoint) },
    { flag: "--cs-endpoint", value: settings.csEndpoint },
    { flag: "--credential-type", value: settings.credentialType !== "auto" && settings.credentialType },
    // The Go tool has no such flag, so it is written only if needed.
    { flag: "--timeout", value: settings.timeout !== "60s" && settings.timeout },
    { flag: "--log-level", value: settings.logLevel ?? (explicit && "error") },
  ];
  const shown = all.filter(({ value, otherwise }) => explicit || value !== otherwise);
  return ["credential-plugin", settings.command, ...shown.flatMap(words)];
}

function certificateArguments(settings: PluginSettings): Argument[] {
  const { expiration, cacheDirectory, noCache, forceRefresh } = settings;
  return [
    { flag: "--expiration", value: expiration, otherwise: "3h0m0s" },
    { flag: "--credential-cache-dir", value: cacheDirectory, otherwise: DEFAULT_CACHE_DIRECTORY },
    // The Go tool has no such flags either.
    { flag: "--no-cache", value: noCache },
    { flag: "--force-refresh", value: forceRefresh },
  ];
}

function words({ flag, value }: Argument): string[] {
  if (value === undefined || value === false) return [];
  return value === true ? [flag] : [flag, value];
}
