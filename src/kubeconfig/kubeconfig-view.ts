import * as v from "valibot";
import { PROGRAM_NAME } from "../paths.ts";
import { readValue } from "../schema/read-json.ts";
import { errnoOf, isAbsent } from "../world/errno.ts";
import type { World } from "../world/world.ts";

const maybe = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema));

const execSchema = v.object({
  command: v.optional(v.string(), ""),
  apiVersion: v.optional(v.string(), ""),
  args: maybe(v.array(v.string())),
  interactiveMode: maybe(v.string()),
});

const clusterSchema = v.object({
  server: v.optional(v.string(), ""),
  "certificate-authority-data": maybe(v.string()),
  "certificate-authority": maybe(v.string()),
  "insecure-skip-tls-verify": maybe(v.boolean()),
  "tls-server-name": maybe(v.string()),
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
  readonly command: string;
  readonly apiVersion: string;
  readonly args: readonly string[];
  readonly interactiveMode: string | undefined;
}

/** A cluster as a kubeconfig has it, and through which context and user it is reached. */
export interface ViewedContext {
  readonly name: string;
  readonly userName: string | undefined;
  readonly cluster: v.InferOutput<typeof clusterSchema> | undefined;
}

/** What this tool wants to know of a kubeconfig. */
export interface KubeconfigView {
  readonly currentContext: string | undefined;
  readonly contexts: readonly ViewedContext[];
  readonly pluginUsers: readonly PluginUser[];
}

/** A kubeconfig file: its view, or what is wrong with it, which quotes nothing. */
export type KubeconfigFile = { readonly path: string } & (
  | { readonly state: "read"; readonly view: KubeconfigView; readonly mode: number }
  | { readonly state: "absent" }
  | { readonly state: "broken"; readonly problem: string }
);

/** Looks at a kubeconfig. Never throws. */
export async function viewKubeconfig(path: string, { files }: Pick<World, "files">): Promise<KubeconfigFile> {
  let text: string;
  let mode: number;
  try {
    [text, { mode }] = [await files.readText(path), await files.status(path)];
  } catch (error) {
    if (isAbsent(error)) return { path, state: "absent" };
    return { path, state: "broken", problem: `it cannot be read (${errnoOf(error) ?? "unknown error"})` };
  }
  let value: unknown;
  try {
    value = Bun.YAML.parse(text) ?? {};
  } catch {
    return { path, state: "broken", problem: "it is not YAML" };
  }
  const read = readValue(kubeconfigSchema, value);
  if (!read.ok) return { path, state: "broken", problem: read.problem };
  return { path, state: "read", mode, view: viewOf(read.value) };
}

function viewOf(kubeconfig: v.InferOutput<typeof kubeconfigSchema>): KubeconfigView {
  const clusters = new Map(kubeconfig.clusters?.map(({ name, cluster }) => [name, cluster ?? undefined]));
  return {
    currentContext: kubeconfig["current-context"] || undefined,
    contexts: (kubeconfig.contexts ?? []).map(({ name, context }) => ({
      name,
      userName: context?.user ?? undefined,
      cluster: clusters.get(context?.cluster ?? ""),
    })),
    pluginUsers: (kubeconfig.users ?? []).flatMap(({ name, user }) => {
      const exec = user?.exec;
      if (!exec || !isThisTool(exec.command)) return [];
      const { command, apiVersion, args, interactiveMode } = exec;
      return { name, command, apiVersion, args: args ?? [], interactiveMode: interactiveMode ?? undefined };
    }),
  };
}

function isThisTool(command: string): boolean {
  return (command.split(/[/\\]/).at(-1) ?? "").replace(/\.exe$/i, "") === PROGRAM_NAME;
}

/** The context that kubectl uses, and its user if that is this tool's: the first file that names one decides. */
export function currentPlugin(
  files: readonly KubeconfigFile[],
): { readonly context: ViewedContext; readonly user: PluginUser | undefined } | undefined {
  const views = files.flatMap((file) => (file.state === "read" ? file.view : []));
  const current = views.find(({ currentContext }) => currentContext !== undefined)?.currentContext;
  const context = views.flatMap(({ contexts }) => contexts).find(({ name }) => name === current);
  if (context === undefined) return undefined;
  const user = views.flatMap(({ pluginUsers }) => pluginUsers).find(({ name }) => name === context.userName);
  return { context, user };
}
