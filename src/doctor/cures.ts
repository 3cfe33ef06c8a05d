import { isIP } from "node:net";
import { shellWord } from "../errors/shell-word.ts";
import type { LeadingContext } from "../kubeconfig/kubeconfig-view.ts";
import { argumentValue, FLAG_WORDS } from "../kubeconfig/plugin-entries.ts";
import type { Subject } from "./subject.ts";

/** Arguments that say as whom, and in which cloud: writing an entry anew says them again. */
const WHO: Readonly<Record<string, readonly string[]>> = {
  "--profile-name": FLAG_WORDS.profileName,
  "--profile-file": ["--profile-file"],
  "--role-arn": FLAG_WORDS.roleArn,
  "--credential-type": ["--credential-type"],
  "--cs-endpoint": ["--cs-endpoint"],
  "--sts-endpoint": ["--sts-endpoint"],
};

/** The command that writes the examined entry anew, under the names that it has; a new one where there is none. */
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

/** Where they are not those that it would get anyway. */
function namesOf({ name, userName, clusterName }: LeadingContext, usual: string): readonly string[] {
  return [
    ...(name === usual ? [] : ["--context-name", name]),
    ...(!userName || userName === name ? [] : ["--user-name", userName]),
    ...(!clusterName || clusterName === usual ? [] : ["--cluster-name", clusterName]),
  ];
}

/** The flag that names the file for this tool and for kubectl, where one file is not what both would take. */
export function kubeconfigFlag({ kubeconfigs, isKubeconfigNamed, context }: Subject): readonly string[] {
  const read = kubeconfigs.flatMap((file) => (file.state === "read" ? file : []));
  if (!isKubeconfigNamed && read.length <= 1) return [];
  const holder = read.find(({ view }) => view.contexts.some(({ name }) => name === context?.name)) ?? read[0];
  return holder === undefined ? [] : ["--kubeconfig", holder.path];
}

/** Words as a command that can be pasted into a shell. */
export function command(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** Inside a VPC (RFC 1918). */
function isPrivateAddress(server: string): boolean {
  const host = URL.parse(server)?.hostname ?? "";
  return isIP(host) === 4 && /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host);
}
