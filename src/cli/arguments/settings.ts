import { type NamedText, productEndpoint } from "../../alibaba/product-endpoint.ts";
import { type Deadline, startDeadline } from "../../deadline.ts";
import type { CredentialSettings, FoundSource } from "../../credentials/provider.ts";
import { findVariable } from "../../environment.ts";
import { usageError } from "../../errors/tool-error.ts";
import { parseDuration } from "./duration.ts";
import * as VARIABLES from "../../variables.ts";
import type { Env, World } from "../../world/world.ts";
import type { FlagValue, FlagValues } from "./flag.ts";
import type { globalFlags } from "../flags/global-flags.ts";

type GlobalValues = FlagValues<typeof globalFlags>;

type Given = ReadonlyMap<string, FlagValue>;

/**
 * What the flags say about where credentials come from.
 * @param given those that stand on the command line
 */
export function credentialSettings(
  flags: GlobalValues & { readonly "role-arn": string | undefined },
  given: Given,
  env: Env,
): CredentialSettings {
  return {
    profileFile: flags["profile-file"],
    profileName: flags["profile-name"],
    ignoreEnvironment: flags["ignore-env-credentials"],
    ignoreAliyunConfig: flags["ignore-aliyun-cli-credentials"],
    credentialType: flags["credential-type"],
    roleArn: flags["role-arn"],
    stsEndpoint: given.has("sts-endpoint") ? namedFlag("sts-endpoint", flags, given, env) : undefined,
    region: namedFlag("region-id", flags, given, env),
  };
}

/**
 * Base URL of the ACK API: as given, else that of the region, else the central one.
 * @param regionOfCluster counts before the flags' region
 * @param vpc set where the credentials' profile wants endpoints inside the VPC: of this region, where no other is given
 * @throws ToolError `usage`
 */
export function csEndpoint(
  flags: GlobalValues,
  given: Given,
  env: Env,
  { regionOfCluster, vpc }: { readonly regionOfCluster?: string | undefined; readonly vpc?: FoundSource["vpc"] } = {},
): string {
  const region =
    regionOfCluster === undefined
      ? (namedFlag("region-id", flags, given, env) ?? vpc?.region)
      : { named: "regionId of the kubeconfig's cluster", text: regionOfCluster };
  return productEndpoint("cs", namedFlag("cs-endpoint", flags, given, env), region, vpc !== undefined);
}

/** The variables behind flags that say where requests go. */
const FLAG_VARIABLES = {
  "region-id": VARIABLES.regionId,
  "cs-endpoint": VARIABLES.csEndpoint,
  "sts-endpoint": VARIABLES.stsEndpoint,
} as const;

/** A flag's value, named by the flag, or by the variable that stood in for it. */
function namedFlag(
  name: keyof typeof FLAG_VARIABLES,
  flags: GlobalValues,
  given: Given,
  env: Env,
): NamedText | undefined {
  const text = flags[name];
  if (text === undefined) return undefined;
  const variable = given.has(name) ? undefined : findVariable(env, FLAG_VARIABLES[name])?.name;
  return { named: variable ?? `--${name}`, text };
}

/** The deadline that `--timeout` sets, which begins now. @throws ToolError `usage` */
export function commandDeadline(text: string, world: World): Deadline {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 1000 || ms > 3_600_000) {
    throw usageError(`invalid --timeout ${JSON.stringify(text)}: must be between 1s and 1h`, "write it like 30s or 2m");
  }
  return startDeadline(text, ms, world);
}

const MIN_EXPIRATION_MINUTES = 15;
const MAX_EXPIRATION_MINUTES = 72 * 60;

/** `--expiration` in whole minutes, rounded down as the API counts; 0 = the server's long-lived certificate. @throws ToolError `usage` */
export function readExpiration(text: string): number {
  const ms = parseDuration(text);
  if (ms === 0) return 0;
  const minutes = (ms ?? 0) / 60_000;
  if (minutes < MIN_EXPIRATION_MINUTES || minutes > MAX_EXPIRATION_MINUTES) {
    throw usageError(
      `invalid --expiration ${JSON.stringify(text)}: must be between 15m and 72h, or 0`,
      "write it like 3h, 90m or 1h30m; 0 is the cluster's long-lived certificate",
    );
  }
  return Math.floor(minutes);
}

/** A cluster id: letters, digits and dashes; anything else is a mistake, and never part of a path or URL. @throws ToolError `usage` */
export function readClusterId(text: string | undefined): string {
  if (text === undefined) {
    throw usageError(
      "--cluster-id is missing",
      "--cluster-id: the cluster's id, as the ACK console shows it; a kubeconfig without it needs --shared-user of get-kubeconfig",
    );
  }
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(text)) return text;
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw usageError(
    `invalid --cluster-id ${JSON.stringify(shown)}: must be letters, digits and dashes`,
    "see the ids with: ack-ram-tool clusters list",
  );
}
