import { findVariable } from "../../../read-variable.ts";
import { API_GROUP, API_VERSIONS } from "../../../exec-credential/api-version.ts";
import type { ExecSection } from "../../../kubeconfig/exec-section.ts";
import type { ExistingExec } from "../../../kubeconfig/kubeconfig-entry.ts";
import { isThisTool } from "../../../kubeconfig/kubeconfig-view.ts";
import type { Env } from "../../../world/world.ts";
import type { FlagValue } from "../../arguments/flag.ts";
import { globalFlags } from "../../flags/global-flags.ts";
import { keptArguments } from "./kept-arguments.ts";

/** Whose credentials, and for which cluster: this is always said anew, by leaving a flag out too. */
const IDENTITY = [
  "cluster-id",
  "profile-file",
  "profile-name",
  "ignore-aliyun-cli-credentials",
  "ignore-env-credentials",
  "credential-type",
  "role-arn",
] as const;

/** The flags that the command line, or a variable in its place, has a say on. */
export function chosenFlags(
  { "shared-user": isUserShared }: { readonly "shared-user": boolean },
  given: ReadonlyMap<string, FlagValue>,
  env: Env,
): ReadonlySet<string> {
  const byVariable = Object.entries(globalFlags).flatMap(([name, flag]) =>
    "env" in flag && findVariable(env, flag.env) !== undefined ? [name] : [],
  );
  // The shared user's clusters have regions of their own.
  return new Set([...given.keys(), ...byVariable, ...IDENTITY, ...(isUserShared ? ["region-id"] : [])]);
}

/**
 * The section of a user that has one: arguments, program and version that nobody chose now stay as they are.
 * @param chosen see {@link chosenFlags}
 */
export function mergeExecSection(exec: ExecSection, existing: ExistingExec, chosen: ReadonlySet<string>): ExecSection {
  if (!isThisTool(existing.command)) return exec;
  const isVersionSaid = chosen.has("api-version") || exec.args.includes("--api-version");
  const isVersionKept =
    !isVersionSaid && API_VERSIONS.some((version) => existing.apiVersion === `${API_GROUP}/${version}`);
  return {
    ...exec,
    args: keptArguments(existing.args, exec.args, chosen),
    command: chosen.has("absolute-command") ? exec.command : existing.command,
    apiVersion: isVersionKept ? existing.apiVersion : exec.apiVersion,
  };
}
