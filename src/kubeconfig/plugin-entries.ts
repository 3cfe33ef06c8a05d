import { type ClusterConfig, readClusterConfig } from "../exec-credential/cluster-config.ts";
import type { World } from "../world/world.ts";
import { kubeconfigFiles } from "./kubeconfig-files.ts";
import {
  configOf,
  type KubeconfigView,
  type PluginUser,
  type ViewedCluster,
  viewKubeconfig,
} from "./kubeconfig-view.ts";

/** A context whose user is this tool's, with what it leads to. */
export interface PluginEntry {
  readonly contextName: string;
  readonly userName: string;
  readonly user: PluginUser;
  readonly clusterName: string | undefined;
  /** undefined: the context leads nowhere. */
  readonly cluster: ViewedCluster | undefined;
  /** The ACK cluster: the user's arguments name it, else the kubeconfig's cluster does; undefined where neither does. */
  readonly clusterId: string | undefined;
  /** Likewise. */
  readonly regionId: string | undefined;
}

/** The contexts that this tool gets the credentials for. All views count as one, and of two entries of one name the first. */
export function pluginEntries(views: readonly KubeconfigView[]): readonly PluginEntry[] {
  const users = byName(views.flatMap(({ pluginUsers }) => pluginUsers));
  const clusters = byName(views.flatMap((view) => view.clusters));
  const contexts = byName(views.flatMap((view) => view.contexts));
  return [...contexts.values()].flatMap(({ name: contextName, userName = "", clusterName }) => {
    const user = users.get(userName);
    if (user === undefined) return [];
    const cluster = clusters.get(clusterName ?? "")?.cluster;
    return [{ contextName, userName, user, clusterName, cluster, ...whichCluster(user, cluster) }];
  });
}

function whichCluster(
  user: PluginUser,
  cluster: ViewedCluster | undefined,
): Pick<PluginEntry, "clusterId" | "regionId"> {
  const clusterId = argumentValue(user.args, "--cluster-id", "-c");
  const regionId = argumentValue(user.args, "--region-id");
  const config = user.provideClusterInfo && cluster !== undefined ? configIn(cluster) : undefined;
  return { clusterId: clusterId ?? config?.clusterId, regionId: regionId ?? config?.regionId };
}

/** A context of this tool, and the ACK cluster that it is for. */
export interface PluginContext {
  readonly name: string;
  readonly clusterId: string;
}

/** The contexts of this tool in the kubeconfigs that kubectl would read, or in the one that is named. Never throws: a file that cannot be read has none. */
export async function knownContexts(
  named: string | undefined,
  world: Pick<World, "env" | "platform" | "cwd" | "files" | "fileWriter">,
): Promise<readonly PluginContext[]> {
  try {
    const paths = kubeconfigFiles(named, world);
    const files = await Promise.all(paths.map((path) => viewKubeconfig(path, world)));
    const entries = pluginEntries(files.flatMap((file) => (file.state === "read" ? file.view : [])));
    return entries.flatMap(({ contextName: name, clusterId }) =>
      clusterId === undefined ? [] : [{ name, clusterId }],
    );
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
export function argumentValue(args: readonly string[], long: string, short?: string): string | undefined {
  let value: string | undefined;
  for (const [at, word] of args.entries()) {
    if (word === long || word === short) value = args[at + 1];
    else if (word.startsWith(`${long}=`)) value = word.slice(long.length + 1);
    else if (short !== undefined && word.startsWith(short) && !word.startsWith("--"))
      value = word.slice(short.length).replace(/^=/, "");
  }
  return value;
}
