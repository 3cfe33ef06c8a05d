import { listEntries } from "../../cache/list-cache-entries.ts";
import { knownContexts } from "../../kubeconfig/plugin-entries.ts";
import { cacheDirectories, DEFAULT_CACHE_DIRECTORY } from "../../cache/locate-cache-directory.ts";
import type { World } from "../../world/world.ts";
import type { FlagValue } from "../arguments/flag.ts";
import type { KnownClusters } from "./complete.ts";

/**
 * Ids and context names of the clusters in the kubeconfig and the cache; `get-kubeconfig` accepts both. Never throws,
 * and sends no request.
 * @param kubeconfig the file on the command line, if any
 * @param directory the cache directory on the command line, if any
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
    const items = await listEntries(cacheDirectories(directory, world), world);
    return items.flatMap(({ entry }) => entry?.clusterId ?? []);
  } catch {
    return [];
  }
}
