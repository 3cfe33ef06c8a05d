import { ToolError } from "../../../errors/tool-error.ts";
import { viewKubeconfigs, viewsOf } from "../../../kubeconfig/kubeconfig-view.ts";
import { type PluginEntry, pluginEntries } from "../../../kubeconfig/plugin-entries.ts";
import type { World } from "../../../world/world.ts";
import { keyOfCall, parsePluginCall } from "../credential-plugin/parse-plugin-call.ts";

/** Context names in kubectl's kubeconfigs, by the name of their cache key (the start of its file names). */
export async function contextsByKey(world: World): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = pluginEntries(viewsOf(await viewKubeconfigs(undefined, world)));
  const byKey = new Map<string, string[]>();
  for (const entry of entries) {
    const name = await nameOfKey(entry, world);
    if (name !== undefined) byKey.set(name, [...(byKey.get(name) ?? []), entry.contextName]);
  }
  return byKey;
}

/** The name of an entry's cache key; undefined if the entry does not work (the doctor reports why). */
async function nameOfKey({ user, clusterId, regionId }: PluginEntry, world: World): Promise<string | undefined> {
  if (clusterId === undefined) return undefined;
  try {
    return (await keyOfCall(await parsePluginCall(user, regionId, world), clusterId, user, world)).name;
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}
