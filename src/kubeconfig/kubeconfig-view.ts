import { dirname } from "node:path";
import * as v from "valibot";
import { CLUSTER_EXTENSION } from "../exec-credential/cluster-config.ts";
import { absolutePath, PROGRAM_NAME } from "../paths.ts";
import { ToolError } from "../errors/tool-error.ts";
import { readYaml } from "../schema/read-yaml.ts";
import { errnoOf, isAbsent } from "../world/errno.ts";
import type { World } from "../world/world.ts";
import type { Kubeconfig } from "./kubeconfig.ts";
import { readKubeconfigText } from "./kubeconfig-text.ts";

const maybe = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema));

const execSchema = v.object({
  command: v.nullish(v.string(), ""),
  apiVersion: v.nullish(v.string(), ""),
  args: maybe(v.array(v.string())),
  interactiveMode: maybe(v.string()),
  provideClusterInfo: maybe(v.boolean()),
  env: maybe(v.array(v.object({ name: v.string(), value: v.nullish(v.string(), "") }))),
});

const clusterSchema = v.object({
  server: v.nullish(v.string(), ""),
  "certificate-authority-data": maybe(v.string()),
  "certificate-authority": maybe(v.string()),
  "insecure-skip-tls-verify": maybe(v.boolean()),
  "tls-server-name": maybe(v.string()),
  extensions: v.fallback(maybe(v.array(v.object({ name: v.string(), extension: v.unknown() }))), undefined),
});

const kubeconfigSchema = v.object({
  "current-context": maybe(v.string()),
  clusters: maybe(v.array(v.object({ name: v.string(), cluster: maybe(clusterSchema) }))),
  contexts: maybe(
    v.array(
      v.object({ name: v.string(), context: maybe(v.object({ cluster: maybe(v.string()), user: maybe(v.string()) })) }),
    ),
  ),
  users: maybe(v.array(v.object({ name: v.string(), user: maybe(v.object({ exec: maybe(execSchema) })) }))),
});

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
  /** Variables that the plugin gets besides those of kubectl; of two of one name the last, as client-go has it. */
  readonly env: Readonly<Record<string, string>>;
}

/** A cluster as a kubeconfig has it; `certificate-authority` is absolute. */
export type ViewedCluster = v.InferOutput<typeof clusterSchema>;

/** What a cluster says to plugins; null where it says nothing. */
export function configOf(cluster: ViewedCluster): unknown {
  return cluster.extensions?.find(({ name }) => name === CLUSTER_EXTENSION)?.extension ?? null;
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
  const read = await readYaml(kubeconfigSchema, text);
  if (!read.ok) return { path, state: "broken", problem: read.problem };
  return { path, state: "read", mode, view: viewOf(read.value, dirname(path)) };
}

/** The view of a kubeconfig that was read. @param path where it is from: relative paths in it start there */
export function kubeconfigView(kubeconfig: Kubeconfig, path: string): KubeconfigView {
  return viewOf(v.parse(kubeconfigSchema, kubeconfig), dirname(path));
}

/** @param folder the kubeconfig's, from which its relative paths start, as clientcmd has it */
function viewOf(kubeconfig: v.InferOutput<typeof kubeconfigSchema>, folder: string): KubeconfigView {
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
      const exec = user?.exec;
      if (!exec || !isThisTool(exec.command)) return [];
      const { apiVersion, args, interactiveMode, provideClusterInfo, env } = exec;
      const command = /[/\\]/.test(exec.command) ? absolutePath(exec.command, folder) : exec.command;
      return {
        name,
        command,
        apiVersion,
        args: args ?? [],
        interactiveMode: interactiveMode ?? undefined,
        provideClusterInfo: provideClusterInfo ?? false,
        env: Object.fromEntries((env ?? []).map((variable) => [variable.name, variable.value])),
      };
    }),
  };
}

/** Whether a command, by whatever path, is this tool. */
export function isThisTool(command: string): boolean {
  return (command.split(/[/\\]/).at(-1) ?? "").replace(/\.exe$/i, "") === PROGRAM_NAME;
}

/** A context, and what it leads to. */
export interface CurrentContext {
  readonly name: string;
  readonly cluster: ViewedCluster | undefined;
  /** undefined: it is not this tool's. */
  readonly user: PluginUser | undefined;
}

/**
 * The context that kubectl uses. All files count as one, and of two entries of one name the first.
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export function currentContext(files: readonly KubeconfigFile[]): CurrentContext | undefined {
  const views = files.flatMap((file) => (file.state === "read" ? file.view : []));
  const current = views.find((view) => view.currentContext !== undefined)?.currentContext;
  const context = views.flatMap(({ contexts }) => contexts).find(({ name }) => name === current);
  if (context === undefined) return undefined;
  return {
    name: context.name,
    cluster: views.flatMap(({ clusters }) => clusters).find(({ name }) => name === context.clusterName)?.cluster,
    user: views.flatMap(({ pluginUsers }) => pluginUsers).find(({ name }) => name === context.userName),
  };
}
