import { join } from "node:path";
import { type CacheEntry, serializeEntry } from "../../src/cache/cache-entry.ts";
import { parseUnsealedEntry } from "../../src/cache/unverified-cache-entry.ts";
import { keyNameOf } from "../../src/cache/file-names.ts";
import type { Scene } from "./scene.ts";

/** Where a scene's certificates lie unless a test says otherwise, below the home directory. */
export const CACHE_FOLDER = ".kube/cache/ack-ram-tool/credential-plugin";

/** The content of the cache file with this ending; undefined if there is none. */
export async function cacheFile(scene: Scene, ending: string): Promise<string | undefined> {
  const path = pathOf(scene, ending);
  return path === undefined ? undefined : await Bun.file(path).text();
}

/** The one entry in the cache; undefined if there is none that would be used. */
export async function cachedEntry(scene: Scene): Promise<CacheEntry | undefined> {
  const content = await cacheFile(scene, ".json");
  return content === undefined ? undefined : parseUnsealedEntry({ digest: digestIn(content) }, content);
}

/** Rewrites the one entry in the cache, as if it had been written at another time; sealed where the secret is given. */
export async function changeEntry(
  scene: Scene,
  change: (entry: CacheEntry) => CacheEntry,
  secret?: string,
): Promise<void> {
  const [path, content] = [pathOf(scene, ".json"), await cacheFile(scene, ".json")];
  const entry = await cachedEntry(scene);
  if (path === undefined || content === undefined || entry === undefined)
    throw new Error("there is no entry in the cache");
  await Bun.write(path, serializeEntry({ digest: digestIn(content), secret }, change(entry)));
}

/** The digest of the key that an entry was written under. */
function digestIn(content: string): string {
  return /"key": "([0-9a-f]+)"/.exec(content)?.[1] ?? "";
}

/** Replaces what the one entry's file holds. */
export async function damageEntry(scene: Scene, damage: (content: string) => string): Promise<void> {
  const [path, content] = [pathOf(scene, ".json"), await cacheFile(scene, ".json")];
  if (path === undefined || content === undefined) throw new Error("there is no entry in the cache");
  await Bun.write(path, damage(content));
}

/** The files of the cache folder by what they are for: `json`, `lock`, … */
export function kindsOfCacheFiles(scene: Scene): string[] {
  return namesIn(scene).map((name) => name.slice(name.lastIndexOf(".") + 1));
}

function pathOf(scene: Scene, ending: string): string | undefined {
  const name = namesIn(scene).find((file) => keyNameOf(file) !== undefined && file.endsWith(ending));
  return name === undefined ? undefined : join(scene.home, CACHE_FOLDER, name);
}

function namesIn(scene: Scene): string[] {
  const folder = `home/${CACHE_FOLDER}/`;
  return scene
    .newFiles()
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length));
}
