import { ToolError } from "../errors/tool-error.ts";
import { errnoText, isAbsent } from "../world/errno.ts";
import type { FileWriter, World } from "../world/world.ts";
import { goToolClusterId, keyNameOf } from "./file-names.ts";
import { readPrivately } from "./certificate-cache.ts";
import type { CacheEntry } from "./cache-entry.ts";
import { freshness } from "./certificate-freshness.ts";
import { clusterIdIn } from "./cache-key.ts";
import { parseEntryNamed } from "./unverified-cache-entry.ts";

/** What the cache has under one key. */
export interface ListedEntry {
  readonly directory: string;
  /** The start of the key's file names. */
  readonly name: string;
  /** The entry's cluster id; without an entry, what the file name shows of it. */
  readonly clusterId: string;
  /**
   * `broken`: the file has no certificate, or others can read it. `none`: there is no certificate file, only others,
   * such as a failure. `go-tool`: a file of the Go tool, which never deletes it; `name` is the whole file name then.
   */
  readonly state: "fresh" | "due" | "expired" | "broken" | "none" | "go-tool";
  readonly entry: CacheEntry | undefined;
}

/** Dependencies of {@link listEntries}. */
export type ListEntriesPorts = Pick<World, "files" | "platform" | "now" | "fileWriter">;

/** Everything that this tool keeps in the directories; other files are ignored. @throws ToolError `cache_unusable` */
export async function listEntries(
  directories: readonly string[],
  ports: ListEntriesPorts,
): Promise<readonly ListedEntry[]> {
  const writer = await ports.fileWriter();
  const keys = directories.flatMap((directory) => {
    const files = new Set(listFiles(directory, writer));
    const names = new Set([...files].flatMap((file) => keyNameOf(file) ?? []));
    return [...names].toSorted().map((name) => ({ directory, name, files }));
  });
  const items = await Promise.all(keys.map((key) => inspect(key, ports)));
  // Another program's file may have such a name: without a certificate, it is ours only if our lock file is beside it.
  const ours = items.filter(
    ({ entry, name }, at) => entry !== undefined || keys[at]?.files.has(`${name}.lock`) === true,
  );
  return [...ours, ...directories.flatMap((directory) => goToolItems(directory, writer))];
}

/** Deletes the files of these keys. @throws ToolError `cache_unusable` naming the files that are left */
export async function clearEntries(
  items: readonly ListedEntry[],
  { fileWriter }: Pick<World, "fileWriter">,
): Promise<void> {
  const writer = await fileWriter();
  const left: string[] = [];
  for (const { directory, name } of items) {
    for (const file of listFiles(directory, writer)) {
      if (keyNameOf(file) !== name && file !== name) continue;
      try {
        writer.removeFile(`${directory}/${file}`);
      } catch (error) {
        left.push(`${directory}/${file} (${errnoText(error)})`);
      }
    }
  }
  if (left.length > 0)
    throw unusable(`could not delete ${left.join(", ")}`, "check these files, and delete them by hand");
}

function goToolItems(directory: string, writer: FileWriter): ListedEntry[] {
  return listFiles(directory, writer)
    .toSorted()
    .flatMap((name) => {
      const clusterId = goToolClusterId(name);
      return clusterId === undefined ? [] : [{ directory, name, clusterId, state: "go-tool", entry: undefined }];
    });
}

async function inspect(
  { directory, name, files }: Pick<ListedEntry, "directory" | "name"> & { readonly files: ReadonlySet<string> },
  ports: ListEntriesPorts,
): Promise<ListedEntry> {
  const unread = { directory, name, clusterId: clusterIdIn(name), entry: undefined };
  if (!files.has(`${name}.json`)) return { ...unread, state: "none" };
  const content = await readPrivately(`${directory}/${name}.json`, ports).catch(() => undefined);
  const entry = content === undefined ? undefined : parseEntryNamed(name, content);
  if (entry === undefined) return { ...unread, state: "broken" };
  return { directory, name, clusterId: entry.clusterId, entry, state: freshness(entry, ports.now(), () => 0) };
}

function listFiles(directory: string, writer: FileWriter): readonly string[] {
  try {
    return writer.listDirectory(directory);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw unusable(
      `could not list ${directory} (${errnoText(error)})`,
      "check the folder's owner and mode, or name another one with --credential-cache-dir",
    );
  }
}

function unusable(message: string, hint: string): ToolError {
  return new ToolError({ code: "cache_unusable", message, hint });
}
