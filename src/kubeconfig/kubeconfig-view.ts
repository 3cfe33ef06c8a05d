import { dirname } from "node:path";
import * as v from "valibot";
import { CLUSTER_EXTENSION } from "../exec-credential/cluster-config.ts";
import { absolutePath, PROGRAM_NAME } from "../paths.ts";
import { ToolError } from "../errors/tool-error.ts";
import { errnoOf, isAbsent } from "../world/errno.ts";
import type { World } from "../world/world.ts";
import { type clusterSchema, type Kubeconfig, type KubeconfigFields, kubeconfigSchema } from "./kubeconfig.ts";
import { readKubeconfigText } from "./kubeconfig-text.ts";

/** A user whose credentials come from this tool. */
export interface PluginUser {
  readonly name: string;
  /** A name to be found on the PATH, or an absolute path. */
  readonly command: string;
  readonly apiVersion: string;
  readonly args: readonly string[];
  readonly interactiveMode: string | undefined;
  /** Whether kubectl tells the plugin about the cluster. */
  readonly provideClusterInfo: boolean;
  /** Fields beside `exec` that kubectl prefers, or that make it refuse the user. */
  readonly rivals: readonly string[];
  /** Variables that the plugin gets besides those of kubectl; of two of one name the last, as client-go has it. */
  readonly env: Readonly<Record<string, string>>;
}

/** A cluster as a kubeconfig has it; `certificate-authority` is absolute. */
export type ViewedCluster = Readonly<v.InferOutput<typeof clusterSchema>>;

/** What a cluster says to plugins; null where it says nothing. */
export function configOf(cluster: ViewedCluster): unknown {
  return cluster.extensions?.find((each) => each?.name === CLUSTER_EXTENSION)?.["extension"] ?? null;
}

/** Which user reaches which cluster. */
export interface ViewedContext {
  readonly name: string;
  readonly userName: string | undefined;
  readonly clusterName: string | undefined;
}

/** What this tool wants to know of a kubeconfig. */
export interface KubeconfigView {
  readonly currentContext: string | undefined;
  readonly contexts: readonly ViewedContext[];
  readonly clusters: readonly { readonly name: string; readonly cluster: ViewedCluster }[];
  readonly pluginUsers: readonly PluginUser[];
  /** Those of others too. */
  readonly userNames: readonly string[];
}

/** A kubeconfig file: its view, or what is wrong with it, which quotes nothing. */
export type KubeconfigFile = { readonly path: string } & (
  | { readonly state: "read"; readonly view: KubeconfigView; readonly mode: number }
  | { readonly state: "absent" }
  | { readonly state: "broken"; readonly problem: string }
);

/** Looks at a kubeconfig. Never throws. */
export async function viewKubeconfig(
  path: string,
  world: Pick<World, "files" | "fileWriter">,
): Promise<KubeconfigFile> {
  let text: string;
  let mode: number;
  try {
    [{ text }, { mode }] = [await readKubeconfigText(path, world), await world.files.status(path)];
  } catch (error) {
    if (isAbsent(error)) return { path, state: "absent" };
    const problem =
      error instanceof ToolError ? "it is not UTF-8" : `it cannot be read (${errnoOf(error) ?? "unknown error"})`;
    return { path, state: "broken", problem };
  }
  const { parseAsGo } = await import("./yaml/parse-as-go.ts");
  const { readKubeconfig } = await import("./read-kubeconfig.ts");
  const read = readKubeconfig(parseAsGo(text.replace(/^\uFEFF/, ""), "read"));
  if ("problem" in read) return { path, state: "broken", problem: read.problem };
  return { path, state: "read", mode, view: viewOf(read.kubeconfig, dirname(path)) };
}

/** The view of a kubeconfig that was read. @param path where it is from: relative paths in it start there */
export function kubeconfigView(kubeconfig: Kubeconfig, path: string): KubeconfigView {
  return viewOf(v.parse(kubeconfigSchema, kubeconfig), dirname(path));
}

/** @param folder the kubeconfig's, from which its relative paths start, as clientcmd has it */
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
    pluginUsers: (kubeconfig.users ?? []).flatMap(({ name, user }) => {
      if (!user?.exec?.command || !isThisTool(user.exec.command)) return [];
      const { exec } = user;
      const { apiVersion, args, interactiveMode, provideClusterInfo, env } = exec;
      const command = /[/\\]/.test(user.exec.command) ? absolutePath(user.exec.command, folder) : user.exec.command;
      return {
        name,
        command,
        apiVersion: apiVersion ?? "",
        args: args ?? [],
        interactiveMode: interactiveMode ?? undefined,
        provideClusterInfo: provideClusterInfo ?? false,
        rivals: RIVALS.filter((field) => Boolean(user[field])),
        env: Object.fromEntries((env ?? []).map((variable) => [variable.name, variable.value ?? ""])),
      };
    }),
  };
}

/** Credentials of other kinds. */
const RIVALS = ["token", "tokenFile", "username", "password", "client-certificate", "client-certificate-data"] as const;

/** Whether a command, by whatever path, is this tool. */
export function isThisTool(command: string): boolean {
  return (command.split(/[/\\]/).at(-1) ?? "").replace(/\.exe$/i, "") === PROGRAM_NAME;
}

/** A context, and what it leads to. */
export interface LeadingContext {
  readonly name: string;
  readonly clusterName: string | undefined;
  /** undefined: it is nowhere. */
  readonly cluster: ViewedCluster | undefined;
  readonly userName: string | undefined;
  /** undefined: it is nowhere, or not this tool's. */
  readonly user: PluginUser | undefined;
}

/** The name of the context that kubectl uses: the first file's that names one. */
export function currentContextName(views: readonly KubeconfigView[]): string | undefined {
  return views.find((view) => view.currentContext !== undefined)?.currentContext;
}

/**
 * A context of this name, and what it leads to; undefined where there is none. All files count as one, and of two entries of
 * one name the first.
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export function findContext(views: readonly KubeconfigView[], name: string): LeadingContext | undefined {
  const context = views.flatMap(({ contexts }) => contexts).find((each) => each.name === name);
  if (context === undefined) return undefined;
  const { clusterName, userName } = context;
  // A user is where it stands first, be it another tool's.
  const view = views.find(({ userNames }) => userNames.includes(userName ?? ""));
  return {
    name,
    clusterName,
    cluster: views.flatMap(({ clusters }) => clusters).find((each) => each.name === clusterName)?.cluster,
    userName,
    user: view?.pluginUsers.find((each) => each.name === userName),
  };
}
