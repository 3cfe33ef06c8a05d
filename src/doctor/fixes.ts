import { shellWord } from "../errors/shell-word.ts";
import type { LeadingContext } from "../kubeconfig/kubeconfig-view.ts";
import { isPrivateAddress } from "../kubeconfig/private-address.ts";
import { argumentValue, FLAG_WORDS } from "../kubeconfig/plugin-entries.ts";
import type { Subject } from "./examined-call.ts";

/** Arguments that decide the identity and the cloud: a rewritten entry needs them again. */
const WHO: Readonly<Record<string, readonly string[]>> = {
  "--profile-name": FLAG_WORDS.profileName,
  "--profile-file": ["--profile-file"],
  "--role-arn": FLAG_WORDS.roleArn,
  "--credential-type": ["--credential-type"],
  "--cs-endpoint": ["--cs-endpoint"],
  "--sts-endpoint": ["--sts-endpoint"],
};

/** The command that rewrites the examined entry under its own names, or creates one if there is none. */
export function rewriteEntry(subject: Subject, ...more: readonly string[]): string {
  const { clusterId, context } = subject;
  if (clusterId === undefined) {
    return "ack-ram-tool get-kubeconfig --cluster-id ID --write   (ack-ram-tool clusters list shows the ids)";
  }
  const args = context?.user?.args ?? [];
  const who = Object.entries(WHO).flatMap(([flag, words]) => {
    const value = argumentValue(args, words);
    return value === undefined ? [] : [flag, value];
  });
  const isPrivate = isPrivateAddress(context?.cluster?.server ?? "");
  return command([
    "ack-ram-tool",
    "get-kubeconfig",
    "--cluster-id",
    clusterId,
    "--write",
    ...(context === undefined ? [] : namesOf(context, `ack-${clusterId}`)),
    ...(context !== undefined && context.user === undefined ? ["--overwrite"] : []),
    ...(isPrivate ? ["--private-address"] : []),
    ...kubeconfigFlag(subject),
    ...who,
    ...more,
  ]);
}

/** Only the names that differ from the default ones. */
function namesOf({ name, userName, clusterName }: LeadingContext, usual: string): readonly string[] {
  return [
    ...(name === usual ? [] : ["--context-name", name]),
    ...(!userName || userName === name ? [] : ["--user-name", userName]),
    ...(!clusterName || clusterName === usual ? [] : ["--cluster-name", clusterName]),
  ];
}

/** The flag for the file, for this tool and for kubectl, unless both would find it by themselves. */
export function kubeconfigFlag({ kubeconfigs, isKubeconfigNamed, context }: Subject): readonly string[] {
  const read = kubeconfigs.flatMap((file) => (file.state === "read" ? file : []));
  if (!isKubeconfigNamed && read.length <= 1) return [];
  const holder = read.find(({ view }) => view.contexts.some(({ name }) => name === context?.name)) ?? read[0];
  return holder === undefined ? [] : ["--kubeconfig", holder.path];
}

/** Words as a command for a shell. */
export function command(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
