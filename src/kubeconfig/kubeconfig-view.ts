import { dirname } from "node:path";
import * as v from "valibot";
import { CLUSTER_EXTENSION } from "../exec-credential/cluster-extension.ts";
import { absolutePath } from "../environment/resolve-path.ts";
import { PROGRAM_NAME } from "../program-info.ts";
import { ToolError } from "../errors/tool-error.ts";
import { errnoText, isAbsent } from "../world/errno.ts";
import type { World } from "../world/world.ts";
import { type clusterSchema, type Kubeconfig, type KubeconfigFields, kubeconfigSchema } from "./kubeconfig.ts";
import { kubeconfigFiles } from "./kubeconfig-files.ts";
import { decodeKubeconfig } from "./decode-kubeconfig.ts";

/** A user whose credentials come from this tool. */
export interface PluginUser {
  readonly name: string;
  /** A name to look up on the PATH, or an absolute path. */
  readonly command: string;
  readonly apiVersion: string;
  readonly args: readonly string[];
  readonly interactiveMode: string | undefined;
  /** Whether kubectl passes the cluster to the plugin. */
  readonly provideClusterInfo: boolean;
  /** Fields beside `exec` that kubectl prefers, or that make it refuse the user. */
  readonly rivals: readonly string[];
  /** Additional variables for the plugin; the last of duplicate names counts, as in client-go. */
  readonly env: Readonly<Record<string, string>>;
}

/** A user whose credentials come from another exec plugin, and from nothing else. */
export type OtherPluginUser = Pick<PluginUser, "name" | "command" | "args">;

/** A cluster in a kubeconfig; `certificate-authority` is absolute. */
export type ViewedCluster = Readonly<v.InferOutput<typeof clusterSchema>>;

/** The extension for plugins; null if there is none. */
export function configOf(cluster: ViewedCluster): unknown {
  return cluster.extensions?.find((each) => each?.name === CLUSTER_EXTENSION)?.["extension"] ?? null;
}

/** Which user accesses which cluster. */
export interface ViewedContext {
  readonly name: string;
  readonly userName: string | undefined;
  readonly clusterName: string | undefined;
}

/** The parts of a kubeconfig that this tool uses. */
export interface KubeconfigView {
  readonly currentContext: string | undefined;
  readonly contexts: readonly ViewedContext[];
  readonly clusters: readonly { readonly name: string; readonly cluster: ViewedCluster }[];
  readonly pluginUsers: readonly PluginUser[];
  /** All users, those of other tools included. */
  readonly userNames: readonly string[];
  /** Users of other exec plugins; without those for whom client-go uses other credentials instead. */
  readonly otherPluginUsers: readonly OtherPluginUser[];
}

/** A kubeconfig file: its view, or its problem, which quotes nothing. */
export type KubeconfigFile = { readonly path: string } & (
  | {
      readonly state: "read";
      readonly view: KubeconfigView;
      readonly mode: number;
      /** Why this tool would not edit it, although kubectl reads it. */
      readonly doubt?: string | undefined;
    }
  | { readonly state: "absent" }
  | { readonly state: "broken"; readonly problem: string }
);

/** The kubeconfigs that kubectl would read, or the given one. @throws ToolError as {@link kubeconfigFiles} */
export async function viewKubeconfigs(
  given: string | undefined,
  world: Pick<World, "env" | "platform" | "cwd" | "files" | "fileWriter">,
): Promise<readonly KubeconfigFile[]> {
  return await Promise.all(kubeconfigFiles(given, world).map((path) => viewKubeconfig(path, world)));
}

/** The views of the files that could be read. */
export function viewsOf(files: readonly KubeconfigFile[]): readonly KubeconfigView[] {
  return files.flatMap((file) => (file.state === "read" ? file.view : []));
}

/** Reads a kubeconfig's view. Never throws. */
export async function viewKubeconfig(
  path: string,
  world: Pick<World, "files" | "fileWriter">,
): Promise<KubeconfigFile> {
  let text: string;
  let mode: number;
  try {
    [{ text }, { mode }] = [await decodeKubeconfig(path, world), await world.files.status(path)];
  } catch (error) {
    if (isAbsent(error)) return { path, state: "absent" };
    const problem = error instanceof ToolError ? "it is not UTF-8" : `it cannot be read (${errnoText(error)})`;
    return { path, state: "broken", problem };
  }
  const { parseAsGo } = await import("./yaml/parse-as-go.ts");
  const { validateKubeconfig } = await import("./validate-kubeconfig.ts");
  const read = validateKubeconfig(parseAsGo(text.replace(/^\uFEFF/, ""), "read"));
  if ("problem" in read) return { path, state: "broken", problem: read.problem };
  return { path, state: "read", mode, doubt: read.yaml.doubt, view: viewOf(read.kubeconfig, dirname(path)) };
}

/** The view of a parsed kubeconfig. @param path of its file: relative paths start there */
export function kubeconfigView(kubeconfig: Kubeconfig, path: string): KubeconfigView {
  return viewOf(v.parse(kubeconfigSchema, kubeconfig), dirname(path));
}

/** @param folder the kubeconfig's, where its relative paths start, as in clientcmd */
function viewOf(kubeconfig: KubeconfigFields, folder: string): KubeconfigView {
  return {
    currentContext: kubeconfig["current-context"] || undefined,
    contexts: (kubeconfig.contexts ?? []).map(({ name, context }) => ({
      name,
      userName: context?.user ?? undefined,
      clusterName: context?.cluster ?? undefined,
    })),
    clusters: (kubeconfig.clusters ?? []).flatMap(({ name, cluster }) => {
      if (!cluster) return [];
      const file = cluster["certificate-authority"];
      return { name, cluster: { ...cluster, "certificate-authority": file && absolutePath(file, folder) } };
    }),
    userNames: (kubeconfig.users ?? []).map(({ name }) => name),
    otherPluginUsers: (kubeconfig.users ?? []).flatMap(({ name, user }) => {
      const command = user?.exec?.command;
      if (!user || !command || isThisTool(command) || rivalsOf(user).length > 0) return [];
      return { name, command: programOf(command, folder), args: user.exec?.args ?? [] };
    }),
    pluginUsers: (kubeconfig.users ?? []).flatMap(({ name, user }) => {
      if (!user?.exec?.command || !isThisTool(user.exec.command)) return [];
      const { exec } = user;
      const { apiVersion, args, interactiveMode, provideClusterInfo, env } = exec;
      return {
        name,
        command: programOf(user.exec.command, folder),
        apiVersion: apiVersion ?? "",
        args: args ?? [],
        interactiveMode: interactiveMode ?? undefined,
        provideClusterInfo: provideClusterInfo ?? false,
        rivals: rivalsOf(user),
        env: Object.fromEntries((env ?? []).map((variable) => [variable.name, variable.value ?? ""])),
      };
    }),
  };
}

/** A path is absolute then; a name is looked up on the PATH. */
function programOf(command: string, folder: string): string {
  return /[/\\]/.test(command) ? absolutePath(command.replace(/^\.[/\\]/, ""), folder) : command;
}

/** Credentials of other kinds. */
const RIVALS = ["token", "tokenFile", "username", "password", "client-certificate", "client-certificate-data"] as const;

/** The fields of a user that kubectl prefers to its plugin, or for which it refuses the user. */
function rivalsOf(user: Partial<Record<(typeof RIVALS)[number], unknown>>): readonly string[] {
  return RIVALS.filter((field) => Boolean(user[field]));
}

/** Whether a command, by whatever path, is this tool. */
export function isThisTool(command: string): boolean {
  return (command.split(/[/\\]/).at(-1) ?? "").replace(/\.exe$/i, "") === PROGRAM_NAME;
}

/** A context and its cluster and user. */
export interface LeadingContext {
  readonly name: string;
  readonly clusterName: string | undefined;
  /** Undefined: it does not exist. */
  readonly cluster: ViewedCluster | undefined;
  readonly userName: string | undefined;
  /** Undefined: it does not exist, or is not this tool's. */
  readonly user: PluginUser | undefined;
  readonly otherPluginUser: OtherPluginUser | undefined;
}

/** The current context, from the first file that sets one. */
export function currentContextName(views: readonly KubeconfigView[]): string | undefined {
  return views.find((view) => view.currentContext !== undefined)?.currentContext;
}

/**
 * A context with its cluster and user; undefined if there is none of this name. All files are merged, and the first of
 * duplicate names counts.
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export function findContext(views: readonly KubeconfigView[], name: string): LeadingContext | undefined {
  const context = views.flatMap(({ contexts }) => contexts).find((each) => each.name === name);
  if (context === undefined) return undefined;
  const { clusterName, userName } = context;
  // The first definition of a user counts, even if it is another tool's.
  const view = views.find(({ userNames }) => userNames.includes(userName ?? ""));
  return {
    name,
    clusterName,
    cluster: views.flatMap(({ clusters }) => clusters).find((each) => each.name === clusterName)?.cluster,
    userName,
    user: view?.pluginUsers.find((each) => each.name === userName),
    otherPluginUser: view?.otherPluginUsers.find((each) => each.name === userName),
  };
}
