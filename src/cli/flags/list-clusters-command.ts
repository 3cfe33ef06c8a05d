import { shellWord } from "../../errors/quote-shell-word.ts";
import type { Given } from "../arguments/flag.ts";
import type { globalFlags } from "./global-flags.ts";
import type { roleFlag } from "./role-flag.ts";

/** Flags of `clusters list` that decide what it lists. */
const DECISIVE = [
  "region-id",
  "profile-file",
  "profile-name",
  "ignore-env-credentials",
  "ignore-aliyun-cli-credentials",
  "credential-type",
  "sts-endpoint",
  "cs-endpoint",
  "role-arn",
] as const satisfies (keyof typeof globalFlags | keyof typeof roleFlag)[];

/** The command that lists the clusters of the same account, for hints. @param given another command's flags */
export function listClustersCommand(given: Given): string {
  const words = DECISIVE.flatMap((name) => {
    const value = given.get(name);
    if (typeof value === "string") return [`--${name}`, shellWord(value)];
    return value === true ? [`--${name}`] : [];
  });
  return ["ack-ram-tool clusters list", ...words].join(" ");
}
