import { listInventory } from "../../cache/inventory.ts";
import { knownContexts } from "../../kubeconfig/plugin-entries.ts";
import { cacheDirectories, DEFAULT_CACHE_DIRECTORY } from "../../paths.ts";
import type { World } from "../../world/world.ts";
import type { FlagValue } from "../arguments/flag.ts";
import type { KnownClusters } from "./complete.ts";

/**
 * What the clusters are called that the kubeconfig and the cache know: ids, and names of contexts, which `get-kubeconfig`
 * takes too. Never throws, and asks nobody.
 * @param kubeconfig a file that the line names
 * @param directory of the cache, if the line names it
 */
export async function clusterNames(
  kubeconfig: FlagValue | undefined,
  directory: FlagValue | undefined,
  world: World,
): Promise<KnownClusters> {
  const contexts = await knownContexts(typeof kubeconfig === "string" ? kubeconfig : undefined, world);
  const cached = await cachedIds(typeof directory === "string" ? directory : DEFAULT_CACHE_DIRECTORY, world);
  return {
    ids: [...new Set([...contexts.map(({ clusterId }) => clusterId), ...cached])],
    names: contexts.map(({ name }) => name),
  };
}

async function cachedIds(directory: string, world: World): Promise<readonly string[]> {
  try {
    const items = await listInventory(cacheDirectories(directory, world), await world.fileWriter(), world);
    return items.flatMap(({ entry }) => entry?.clusterId ?? []);
  } catch {
    return [];
  }
}
