import { type ClusterConfig, readClusterConfig } from "../exec-credential/cluster-extension.ts";
import type { World } from "../world/world.ts";
import {
  configOf,
  type KubeconfigView,
  type PluginUser,
  type ViewedCluster,
  viewKubeconfigs,
  viewsOf,
} from "./kubeconfig-view.ts";

/** A context whose user runs this tool, with its cluster. */
export interface PluginEntry {
  readonly contextName: string;
  readonly userName: string;
  readonly user: PluginUser;
  readonly clusterName: string | undefined;
  /** Undefined: the cluster does not exist. */
  readonly cluster: ViewedCluster | undefined;
  /** The ACK cluster: from the user's arguments, else from the kubeconfig's cluster; undefined if neither has it. */
  readonly clusterId: string | undefined;
  /** From the same place. */
  readonly regionId: string | undefined;
}

/** The contexts that use this tool. All views are merged, and the first of duplicate names counts. */
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
  const clusterId = argumentValue(user.args, FLAG_WORDS.clusterId);
  const regionId = argumentValue(user.args, FLAG_WORDS.regionId);
  const said = saidByCluster(user, cluster);
  return { clusterId: clusterId ?? said.clusterId, regionId: regionId ?? said.regionId };
}

/** What kubectl passes to a user's plugin about the cluster itself; nothing if that is not understood. */
export function saidByCluster(user: PluginUser, cluster: ViewedCluster | undefined): Partial<ClusterConfig> {
  if (!user.provideClusterInfo || cluster === undefined) return {};
  try {
    return readClusterConfig(configOf(cluster));
  } catch {
    return {};
  }
}

/** A context of this tool, and its ACK cluster. */
export interface PluginContext {
  readonly name: string;
  readonly clusterId: string;
}

/**
 * The contexts of this tool in the kubeconfigs that kubectl would read, or in the given one. Never throws: an
 * unreadable file has none.
 */
export async function knownContexts(
  given: string | undefined,
  world: Pick<World, "env" | "platform" | "cwd" | "files" | "fileWriter">,
): Promise<readonly PluginContext[]> {
  try {
    const entries = pluginEntries(viewsOf(await viewKubeconfigs(given, world)));
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

/** The spellings of some of the plugin's flags. */
export const FLAG_WORDS = {
  clusterId: ["--cluster-id", "-c"],
  regionId: ["--region-id", "--region"],
  profileName: ["--profile-name", "--profile", "-p"],
  roleArn: ["--role-arn"],
} as const;

/** The last value of a flag among arguments, in pflag's forms. @param words its spellings, with dashes */
export function argumentValue(args: readonly string[], words: readonly string[]): string | undefined {
  let value: string | undefined;
  for (const [at, arg] of args.entries()) {
    const word = words.find((each) => arg === each || arg.startsWith(each.startsWith("--") ? `${each}=` : each));
    if (word !== undefined) value = arg === word ? args[at + 1] : arg.slice(word.length).replace(/^=/, "");
  }
  return value;
}
