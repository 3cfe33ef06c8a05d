import { versionIn } from "../../exec-credential/api-version.ts";
import {
  currentContextName,
  type KubeconfigFile,
  type KubeconfigView,
  type LeadingContext,
  type OtherPluginUser,
  type PluginUser,
  viewsOf,
} from "../../kubeconfig/kubeconfig-view.ts";
import { TILDE_FOLDER } from "../../kubeconfig/kubeconfig-files.ts";
import { type PluginEntry, pluginEntries } from "../../kubeconfig/plugin-entries.ts";
import { findProgram, isProgram, searchPath } from "../../environment/find-program.ts";
import { type Check, failure, type Finding, ok, skipped, warning } from "../check.ts";
import { ABSOLUTE, command, correctArguments, givenKubeconfig, rewriteEntry, setExec } from "../suggested-fixes.ts";
import type { Facts } from "../gather-facts.ts";
import type { ExaminedCall } from "../examined-call.ts";

/** The kubeconfigs, the context that kubectl uses in them, and the users that run this tool. */
export const kubeconfigCheck: Check = {
  name: "kubeconfig",
  run: async (facts) => {
    const { subject } = facts;
    const views = viewsOf(subject.kubeconfigs);
    const findings = subject.kubeconfigs.flatMap((file) => checkFile(file, facts));
    const isReadable = subject.kubeconfigs.every(({ state }) => state !== "broken");
    const isThere = !subject.isKubeconfigNamed || views.length > 0;
    const context = isReadable && isThere ? await checkContext(views, facts) : [];
    return [...findings, ...context, ...(await checkOthers(views, facts))];
  },
};

function checkFile(file: KubeconfigFile, { subject, world }: Facts): readonly Finding[] {
  const { path } = file;
  if (file.state === "absent") {
    const [, rest] = TILDE_FOLDER.exec(path) ?? [];
    if (rest !== undefined)
      return [
        warning(`${path} does not exist: kubectl does not expand ~ in KUBECONFIG`, `export KUBECONFIG="$HOME/${rest}"`),
      ];
    return subject.isKubeconfigNamed
      ? [failure(`${path} does not exist`, `name another file, or write it: ${rewriteEntry(subject)}`)]
      : [skipped(`${path} does not exist`)];
  }
  if (file.state === "broken") return [failure(`kubectl cannot read ${path}: ${file.problem}`, "fix the file")];
  const isOpen = world.platform.os !== "win32" && (file.mode & 0o077) !== 0;
  const nameless = (["contexts", "clusters"] as const).filter((list) =>
    file.view[list].some(({ name }) => name === ""),
  );
  return [
    ...(isOpen ? [warning(`${path} can be read by others`, command(["chmod", "600", path]))] : []),
    ...(file.doubt === undefined ? [] : [warning(`${path}: ${file.doubt}`, "leave one of them")]),
    ...nameless.map((list) => warning(`${path} has an entry without a name in ${list}`, "give it one")),
  ];
}

/** Whether kubectl gets as far as running the plugin. */
async function checkContext(views: readonly KubeconfigView[], facts: Facts): Promise<readonly Finding[]> {
  const { subject } = facts;
  const { contextName, context, isAboutKubectl } = subject;
  if (context !== undefined) return await checkLeading(context, views, facts);
  if (!isAboutKubectl) {
    const hasUsers = views.some(({ pluginUsers }) => pluginUsers.length > 0);
    return hasUsers ? [] : [warning("no user in it runs this tool", rewriteEntry(subject))];
  }
  if (contextName === undefined) {
    const what = views.length === 0 ? "there is no kubeconfig" : "no current context is set";
    return [failure(`${what}: kubectl would ask localhost:8080`, useAnother(views, subject))];
  }
  const known = pluginEntries(views).map((entry) => JSON.stringify(entry.contextName));
  const some = `${known.slice(0, 5).join(", ")}${known.length > 5 ? ` and ${known.length - 5} more` : ""}`;
  const text = `there is no context ${JSON.stringify(contextName)}${known.length === 0 ? "" : `; those of this tool are ${some}`}`;
  const isCurrent = contextName === currentContextName(views);
  return [
    failure(text, isCurrent ? useAnother(views, subject) : (otherContext(views, subject) ?? rewriteEntry(subject))),
  ];
}

/** Suggests another context of this tool, else creating one. */
function useAnother(views: readonly KubeconfigView[], subject: ExaminedCall): string {
  const first = usableEntry(views, subject);
  if (first === undefined) return rewriteEntry(subject);
  return command(["kubectl", "config", "use-context", first.contextName, ...givenKubeconfig(subject)]);
}

async function checkLeading(
  context: LeadingContext,
  views: readonly KubeconfigView[],
  facts: Facts,
): Promise<readonly Finding[]> {
  const { subject } = facts;
  const { name, clusterName = "", cluster, userName = "", user, otherPluginUser } = context;
  const label = `context ${JSON.stringify(name)}`;
  if (!cluster?.server) {
    return [
      failure(
        `${label} needs the cluster ${JSON.stringify(clusterName)}, which is missing or has no server`,
        rewriteEntry(subject),
      ),
    ];
  }
  if (user !== undefined) return [await checkUser(user, facts)];
  if (otherPluginUser !== undefined && !(await canRun(otherPluginUser, facts))) {
    const { command: program, args } = otherPluginUser;
    const where = isPath(program) ? "which is not a program" : "which is not on the PATH";
    // Ours, misspelled. Arguments that this tool does not have may be another's secrets: they are not repeated.
    const isMisspelled = (await subject.problemWith({ args, env: {}, provideClusterInfo: true })) === undefined;
    return [
      failure(
        `user ${JSON.stringify(userName)} runs ${JSON.stringify(program)}, ${where}`,
        isMisspelled ? setExec(userName, subject.program, args, subject) : otherContext(views, subject),
      ),
    ];
  }
  if (views.some(({ userNames }) => userNames.includes(userName))) {
    return [
      warning(
        `${label} gets its credentials from something else (user ${JSON.stringify(userName)})`,
        otherContext(views, subject),
      ),
    ];
  }
  return [failure(`${label} has a user that does not exist (${JSON.stringify(userName)})`, rewriteEntry(subject))];
}

/** The context of this tool to use instead, which names a cluster: the nearest name's, else the first. */
function usableEntry(views: readonly KubeconfigView[], { nearestContext }: ExaminedCall): PluginEntry | undefined {
  const usable = pluginEntries(views).filter(({ cluster, clusterId }) => cluster?.server && clusterId !== undefined);
  return usable.find(({ contextName }) => contextName === nearestContext) ?? usable[0];
}

function isPath(program: string): boolean {
  return /[/\\]/.test(program);
}

/** Whether kubectl finds another tool's plugin. On Windows it may have any of many endings: taken for granted. */
async function canRun({ command: program }: OtherPluginUser, { world }: Facts): Promise<boolean> {
  if (world.platform.os === "win32") return true;
  if (isPath(program)) return await isProgram(program, world);
  return (await findProgram(program, searchPath(world), world)).length > 0;
}

function otherContext(views: readonly KubeconfigView[], subject: ExaminedCall): string | undefined {
  const first = usableEntry(views, subject);
  return first && command([subject.program, "doctor", "--context", first.contextName, ...givenKubeconfig(subject)]);
}

/** Other users of this tool: the broken ones by name, the others as a count. */
async function checkOthers(views: readonly KubeconfigView[], { subject }: Facts): Promise<readonly Finding[]> {
  const all = new Map(views.flatMap(({ pluginUsers }) => pluginUsers).map((user) => [user.name, user]));
  if (subject.context?.userName !== undefined) all.delete(subject.context.userName);
  const others = [...all.values()];
  if (others.length === 0) return [];
  const problems = await Promise.all(others.map(async (user) => ({ user, problem: await problemWith(user, subject) })));
  const broken = problems.flatMap(({ user, problem }) =>
    problem === undefined ? [] : [warning(`user ${JSON.stringify(user.name)} would not work: ${problem.what}`)],
  );
  const count = others.length === 1 ? "1 other kubeconfig user runs" : `${others.length} other kubeconfig users run`;
  const working = others.length - broken.length;
  return [...(working === 0 ? [] : [ok(`${count} this tool; ${working} would work`)]), ...broken];
}

async function checkUser(user: PluginUser, facts: Facts): Promise<Finding> {
  const { subject, world } = facts;
  const label = `user ${JSON.stringify(user.name)}`;
  const problem = await problemWith(user, subject);
  if (problem !== undefined) return failure(`${label} ${problem.what}`, problem.cure);
  if (isPath(user.command) && !(await isProgram(user.command, world))) {
    return failure(`${label} runs ${user.command}, which is not a program`, rewriteEntry(subject, ABSOLUTE));
  }
  // Flags may come before the command's name.
  const words = user.args.find((word) => word === "get-credential" || word === "get-token");
  return ok(`${label} runs ${user.command} credential-plugin ${words ?? ""}`.trimEnd());
}

interface Problem {
  readonly what: string;
  readonly cure: string;
}

/** Validates a user as client-go does (clientcmd/validation.go), then its arguments as this tool does. */
async function problemWith(user: PluginUser, subject: ExaminedCall): Promise<Problem | undefined> {
  const rewrite = rewriteEntry(subject);
  const { apiVersion, interactiveMode, rivals } = user;
  const [rival] = rivals;
  if (rival !== undefined) return { what: `has ${rival} beside exec, which kubectl uses instead`, cure: rewrite };
  if (versionIn(apiVersion) === undefined) {
    const why = apiVersion.endsWith("/v1alpha1") ? "kubectl 1.24 and newer do not support" : "kubectl does not know";
    const what = `asks for apiVersion ${JSON.stringify(apiVersion)}, which ${why}`;
    return { what: apiVersion === "" ? "lacks exec.apiVersion" : what, cure: rewrite };
  }
  if (apiVersion.endsWith("/v1") && interactiveMode === undefined) {
    return { what: "lacks interactiveMode, which v1 needs", cure: rewrite };
  }
  if (interactiveMode !== undefined && !["Never", "IfAvailable", "Always"].includes(interactiveMode)) {
    return {
      what: `has the interactiveMode ${JSON.stringify(interactiveMode)}, which kubectl does not know`,
      cure: rewrite,
    };
  }
  const problem = await subject.problemWith(user);
  if (problem === undefined) return undefined;
  return {
    what: `has arguments that do not work: ${problem.text}`,
    cure: correctArguments(user, problem, subject),
  };
}
