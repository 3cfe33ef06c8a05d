import { cacheDirectories, DEFAULT_CACHE_DIRECTORY } from "../cache/locate-cache-directory.ts";
import { shellWord } from "../errors/quote-shell-word.ts";
import type { LeadingContext, PluginUser } from "../kubeconfig/kubeconfig-view.ts";
import { PROGRAM_NAME } from "../program-info.ts";
import { isPrivateAddress } from "../kubeconfig/private-address.ts";
import { argumentValue, FLAG_WORDS } from "../kubeconfig/plugin-entries.ts";
import type { ArgumentsProblem, ExaminedCall } from "./examined-call.ts";

/** Arguments that decide the identity and the cloud: a rewritten entry needs them again. */
const WHO: Readonly<Record<string, readonly string[]>> = {
  "--profile-name": FLAG_WORDS.profileName,
  "--profile-file": ["--profile-file"],
  "--role-arn": FLAG_WORDS.roleArn,
  "--credential-type": ["--credential-type"],
  "--cs-endpoint": ["--cs-endpoint"],
  "--sts-endpoint": ["--sts-endpoint"],
  "--region-id": FLAG_WORDS.regionId,
};

/** kubectl would not find a program that is not on the PATH by its name. */
export const ABSOLUTE = "--absolute-command";

/** The command that rewrites the examined entry under its own names, or creates one if there is none. */
export function rewriteEntry(subject: ExaminedCall, ...more: readonly string[]): string {
  const { clusterId, context, kubeconfigs, argumentsProblem, program } = subject;
  // The entry's arguments would be kept, or lost.
  if (context?.user !== undefined && argumentsProblem !== undefined)
    return correctArguments(context.user, argumentsProblem, subject);
  const file = kubeconfigs.flatMap((each) => (each.state === "broken" ? each : []))[0] ?? fileToWrite(subject);
  const problem = file?.state === "broken" ? file.problem : file?.doubt;
  if (file !== undefined && problem !== undefined) return `correct ${file.path} first: ${problem}`;
  const id = clusterId ?? "ID";
  const isOnPath = program === PROGRAM_NAME;
  const rewrite = command([
    program,
    "get-kubeconfig",
    "--cluster-id",
    id,
    "--write",
    ...(context === undefined ? [] : namesOf(context, `ack-${id}`, subject)),
    ...(isPrivateAddress(context?.cluster?.server ?? "") ? ["--private-address"] : []),
    ...kubeconfigFlag(subject),
    ...identityFlags(subject),
    ...more.filter((word) => isOnPath || word !== ABSOLUTE),
    ...(isOnPath ? [] : [ABSOLUTE]),
  ]);
  return clusterId === undefined ? `with the id from the ACK console or "clusters list": ${rewrite}` : rewrite;
}

/** How to correct a user's arguments for the plugin: a command if it is known what was meant. */
export function correctArguments(
  { name, command: program }: PluginUser,
  { text, flag, corrected }: ArgumentsProblem,
  subject: ExaminedCall,
): string {
  if (corrected !== undefined) return setExec(name, program, corrected, subject);
  const holder = subject.kubeconfigs.find(
    (file) => file.state === "read" && file.view.pluginUsers.some((user) => user.name === name),
  );
  const [verb, where] = text.endsWith(" is missing") ? ["add", "to"] : ["correct", "in"];
  const what = flag === undefined ? "correct" : `${verb} ${flag} ${where}`;
  return `${what} the args of user ${JSON.stringify(name)} in ${holder?.path ?? "the kubeconfig"}`;
}

/** The kubectl command that changes what a user runs; kubectl finds the user's file. */
export function setExec(user: string, program: string, args: readonly string[], subject: ExaminedCall): string {
  // kubectl drops the arguments with the command that they belong to.
  const exec = [`--exec-command=${program}`, ...args.map((word) => `--exec-arg=${listItem(word)}`)];
  return command(["kubectl", "config", "set-credentials", user, ...exec, ...givenKubeconfig(subject)]);
}

/** A value of kubectl's list flags, which it splits like a line of CSV. */
function listItem(word: string): string {
  return word === "" || /[",\r\n]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word;
}

/** Those of the examined entry; without one, those that the doctor was given. */
function identityFlags({ context, settings, typed }: ExaminedCall): readonly string[] {
  const args = context?.user?.args;
  const given: Readonly<Record<string, string | undefined>> = {
    "--profile-name": settings.profileName,
    "--profile-file": settings.profileFile,
    "--role-arn": settings.roleArn,
  };
  return Object.entries(WHO).flatMap(([flag, words]) => {
    const value = args === undefined ? (typed.get(flag) ?? given[flag]) : argumentValue(args, words);
    return value === undefined ? [] : [flag, value];
  });
}

/** Only the names that differ from the default ones; none if that would replace another tool's user. */
function namesOf(
  { name, user, userName, clusterName }: LeadingContext,
  usual: string,
  { kubeconfigs }: ExaminedCall,
): readonly string[] {
  const users = kubeconfigs.flatMap((file) => (file.state === "read" ? file.view.userNames : []));
  if (user === undefined && users.includes(userName ?? "")) return [];
  return [
    ...(name === usual ? [] : ["--context-name", name]),
    ...(!userName || userName === name ? [] : ["--user-name", userName]),
    // Without a user, the cluster may be another tool's.
    ...(!clusterName || clusterName === usual || user === undefined ? [] : ["--cluster-name", clusterName]),
    ...(user === undefined ? ["--overwrite"] : []),
  ];
}

/** The flag for the file to write, for this tool and for kubectl, unless both would find it by themselves. */
function kubeconfigFlag(subject: ExaminedCall): readonly string[] {
  const file = fileToWrite(subject);
  const isOnly = subject.kubeconfigs.filter(({ state }) => state === "read").length <= 1;
  return subject.isKubeconfigNamed || isOnly || file === undefined
    ? givenKubeconfig(subject)
    : ["--kubeconfig", file.path];
}

/** The file with the examined context, else the first. */
function fileToWrite({ kubeconfigs, context }: ExaminedCall) {
  const read = kubeconfigs.flatMap((file) => (file.state === "read" ? file : []));
  return read.find(({ view }) => view.contexts.some(({ name }) => name === context?.name)) ?? read[0];
}

/** The flag for the file that was given to the doctor. */
export function givenKubeconfig({ kubeconfigs: [file], isKubeconfigNamed }: ExaminedCall): readonly string[] {
  return isKubeconfigNamed && file !== undefined ? ["--kubeconfig", file.path] : [];
}

/** The command that deletes certificates from the cache in use. @param which `--cluster-id ID` or `--all` */
export function clearCache(
  { cacheDirectories: [directory], kubectl, program }: ExaminedCall,
  ...which: readonly string[]
): string {
  const isUsual = directory === cacheDirectories(DEFAULT_CACHE_DIRECTORY, kubectl)[0];
  const ofDirectory = isUsual ? [] : ["--credential-cache-dir", directory];
  return command([program, "cache", "clear", ...which, ...ofDirectory]);
}

/** Words as a command for a shell. */
export function command(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
