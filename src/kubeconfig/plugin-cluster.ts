import { type ClusterConfig, readClusterConfig } from "../exec-credential/cluster-config.ts";
import type { World } from "../world/world.ts";
import { kubeconfigFiles } from "./kubeconfig-files.ts";
import {
  configOf,
  type KubeconfigFile,
  type PluginUser,
  type ViewedCluster,
  viewKubeconfig,
} from "./kubeconfig-view.ts";

/**
 * The id of the cluster that a user of this tool gets credentials for: its arguments name it, else the kubeconfig's
 * cluster does. Undefined where neither does.
 */
export function pluginClusterId(user: PluginUser, cluster: ViewedCluster | undefined): string | undefined {
  const named = argumentValue(user.args, "--cluster-id", "-c");
  if (named !== undefined || !user.provideClusterInfo || cluster === undefined) return named;
  return configIn(cluster)?.clusterId;
}

/** A context whose user is this tool's. */
export interface PluginContext {
  readonly name: string;
  readonly clusterId: string;
}

/** The contexts that this tool gets the credentials for. All files count as one, and of two entries of one name the first. */
export function pluginContexts(files: readonly KubeconfigFile[]): readonly PluginContext[] {
  const views = files.flatMap((file) => (file.state === "read" ? file.view : []));
  const users = byName(views.flatMap(({ pluginUsers }) => pluginUsers));
  const clusters = byName(views.flatMap((view) => view.clusters));
  const contexts = byName(views.flatMap((view) => view.contexts));
  return [...contexts.values()].flatMap(({ name, userName, clusterName }) => {
    const user = users.get(userName ?? "");
    const clusterId = user && pluginClusterId(user, clusters.get(clusterName ?? "")?.cluster);
    return clusterId === undefined ? [] : [{ name, clusterId }];
  });
}

/** The contexts of this tool in the kubeconfigs that kubectl would read, or in the one that is named. Never throws: a file that cannot be read has none. */
export async function knownContexts(
  named: string | undefined,
  world: Pick<World, "env" | "platform" | "cwd" | "files">,
): Promise<readonly PluginContext[]> {
  try {
    const paths = kubeconfigFiles(named, world);
    return pluginContexts(await Promise.all(paths.map((path) => viewKubeconfig(path, world))));
  } catch {
    return [];
  }
}

function byName<T extends { readonly name: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  const first = new Map<string, T>();
  for (const entry of entries) if (!first.has(entry.name)) first.set(entry.name, entry);
  return first;
}

function configIn(cluster: ViewedCluster): ClusterConfig | undefined {
  try {
    return readClusterConfig(configOf(cluster));
  } catch {
    return undefined;
  }
}

/** The last value of a flag among arguments, in pflag's forms. */
function argumentValue(args: readonly string[], long: string, short: string): string | undefined {
  let value: string | undefined;
  for (const [at, word] of args.entries()) {
    if (word === long || word === short) value = args[at + 1];
    else if (word.startsWith(`${long}=`)) value = word.slice(long.length + 1);
    else if (word.startsWith(short) && !word.startsWith("--")) value = word.slice(short.length).replace(/^=/, "");
  }
  return value;
}
