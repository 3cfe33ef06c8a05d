import { parseEndpoint } from "../../alibaba/endpoint.ts";
import { hasOnlyLettersDigitsDashes } from "../../characters.ts";
import { type Deadline, startDeadline } from "../../deadline.ts";
import type { CredentialSettings } from "../../credentials/search-context.ts";
import { usageError } from "../../errors/tool-error.ts";
import { parseDuration } from "./duration.ts";
import type { World } from "../../world/world.ts";
import type { FlagValues } from "./flag.ts";
import type { globalFlags } from "../flags/global-flags.ts";

type GlobalValues = FlagValues<typeof globalFlags>;

/** What the flags say about where credentials come from. */
export function credentialSettings(flags: GlobalValues, roleArn: string | undefined): CredentialSettings {
  return {
    profileFile: flags["profile-file"],
    profileName: flags["profile-name"],
    ignoreEnvironment: flags["ignore-env-credentials"],
    ignoreAliyunConfig: flags["ignore-aliyun-cli-credentials"],
    credentialType: flags["credential-type"],
    roleArn,
    stsEndpoint: flags["sts-endpoint"] && parseEndpoint("--sts-endpoint", flags["sts-endpoint"]),
    regionId: flags["region-id"],
  };
}

/** The deadline that `--timeout` sets, which begins now. @throws ToolError `usage` */
export function commandDeadline(text: string, world: World): Deadline {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 1000 || ms > 3_600_000) {
    throw usageError(`--timeout "${text}" is no duration from 1s to 1h`, "write it like 30s or 2m");
  }
  return startDeadline(text, ms, world);
}

const MIN_EXPIRATION_MINUTES = 15;
const MAX_EXPIRATION_MINUTES = 72 * 60;

/** `--expiration` in whole minutes, rounded down as the API counts; 0 = the server's long-lived certificate. @throws ToolError `usage` */
export function readExpiration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) {
    throw usageError(`--expiration "${text}" is no duration`, "write it like 3h, 90m or 1h30m (units: h, m, s)");
  }
  if (ms === 0) return 0;
  const minutes = ms / 60_000;
  if (minutes < MIN_EXPIRATION_MINUTES || minutes > MAX_EXPIRATION_MINUTES) {
    throw usageError(
      `--expiration ${text} is out of range`,
      "it must be from 15m to 72h, or 0 for the cluster's long-lived certificate",
    );
  }
  return minutes - (minutes % 1);
}

/** A cluster id: letters, digits and dashes; anything else is a mistake, and never part of a path or URL. @throws ToolError `usage` */
export function readClusterId(text: string | undefined): string {
  if (text === undefined) {
    throw usageError(
      "--cluster-id is missing",
      "--cluster-id: the cluster's id, as the ACK console shows it; a kubeconfig without it needs --shared-user of get-kubeconfig",
    );
  }
  const isWhole = text !== "" && text.length <= 63 && !text.startsWith("-");
  if (isWhole && hasOnlyLettersDigitsDashes(text)) return text;
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw usageError(
    `--cluster-id ${JSON.stringify(shown)} is no cluster id`,
    "cluster ids have letters, digits and dashes only, like c1234567890abcdef1234567890abcdef",
  );
}
