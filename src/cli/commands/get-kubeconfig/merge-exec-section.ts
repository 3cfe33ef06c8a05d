import { findVariable } from "../../../read-variable.ts";
import { versionIn } from "../../../exec-credential/api-version.ts";
import type { ExecSection } from "../../../kubeconfig/exec-section.ts";
import type { ExistingExec } from "../../../kubeconfig/kubeconfig-entry.ts";
import { isThisTool } from "../../../kubeconfig/kubeconfig-view.ts";
import type { Env } from "../../../world/world.ts";
import type { Given } from "../../arguments/flag.ts";
import { globalFlags } from "../../flags/global-flags.ts";
import { mergeArguments } from "./merge-arguments.ts";

/** Flags of the identity and the cluster: existing ones are always replaced, or removed if they are not given again. */
const IDENTITY = [
  "cluster-id",
  "profile-file",
  "profile-name",
  "ignore-aliyun-cli-credentials",
  "ignore-env-credentials",
  "credential-type",
  "role-arn",
] as const;

/** Names of the flags that replace an existing entry's: those of the identity, the command line and variables. */
export function chosenFlags(
  { "shared-user": isUserShared }: { readonly "shared-user": boolean },
  given: Given,
  env: Env,
): ReadonlySet<string> {
  const byVariable = Object.entries(globalFlags).flatMap(([name, flag]) =>
    "env" in flag && findVariable(env, flag.env) !== undefined ? [name] : [],
  );
  // A shared user has no region, because each of its clusters has its own.
  return new Set([...given.keys(), ...byVariable, ...IDENTITY, ...(isUserShared ? ["region-id"] : [])]);
}

/**
 * The exec section of an existing user: arguments, program and version are kept unless chosen now.
 * @param chosen see {@link chosenFlags}
 */
export function mergeExecSection(exec: ExecSection, existing: ExistingExec, chosen: ReadonlySet<string>): ExecSection {
  if (!isThisTool(existing.command)) return exec;
  const isVersionSaid = chosen.has("api-version") || exec.args.includes("--api-version");
  const isVersionKept = !isVersionSaid && versionIn(existing.apiVersion) !== undefined;
  return {
    ...exec,
    args: mergeArguments(existing.args, exec.args, chosen),
    command: chosen.has("absolute-command") ? exec.command : existing.command,
    apiVersion: isVersionKept ? existing.apiVersion : exec.apiVersion,
  };
}
