import { basename, dirname } from "node:path";
import { storageHint } from "../errors/storage-hint.ts";
import { ToolError } from "../errors/tool-error.ts";
import { readUtf8 } from "../schema/utf8.ts";
import { errnoOf, isAbsent } from "../world/errno.ts";
import type { EverydayFiles, FileWriter, World } from "../world/world.ts";
import { withKubeconfigLock } from "./kubeconfig-lock.ts";

/** What became of a kubeconfig. */
export interface KubeconfigEdit {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Where the text before lies; undefined when there was none, or nothing changed. */
  readonly backup: string | undefined;
}

type Edit = (text: string) => string | Promise<string>;

/** What an edit would do, without doing it. @throws ToolError `kubeconfig_unusable` */
export async function previewKubeconfig(
  path: string,
  edit: Edit,
  { files }: Pick<World, "files">,
): Promise<KubeconfigEdit> {
  const before = await readIfThere(path, files);
  return { path, before: before ?? "", after: await edit(before ?? ""), backup: undefined };
}

/**
 * Changes a kubeconfig: locked, in one step, 0600, the text before kept beside it. A symbolic link stays one. Where the
 * edit changes nothing, nothing is written.
 * @throws ToolError `kubeconfig_unusable`
 */
export async function editKubeconfig(
  path: string,
  edit: Edit,
  world: Pick<World, "files" | "fileWriter" | "sleep" | "holdSignals">,
): Promise<KubeconfigEdit> {
  const writer = await world.fileWriter();
  // A lock file that a signal left behind would keep kubectl from its own changes for ever.
  const letGo = await world.holdSignals();
  try {
    writer.makePrivateDirectory(dirname(path));
    return await withKubeconfigLock(path, writer, world, async () => {
      const before = await readIfThere(path, world.files);
      const after = await edit(before ?? "");
      if (after === (before ?? "")) return { path, before: after, after, backup: undefined };
      const backup = before === undefined ? undefined : `${path}.ack-ram-tool.bak`;
      const target = targetOf(path, writer);
      if (backup !== undefined) storeCopy(target, backup, writer);
      writer.reserveFile(target, Buffer.byteLength(after)).store(after);
      return { path, before: before ?? "", after, backup };
    });
  } catch (error) {
    throw error instanceof ToolError ? error : notWritten(path, error);
  } finally {
    letGo();
  }
}

/** The same bytes, for the same owner and nobody else than before. */
function storeCopy(path: string, copy: string, writer: FileWriter): void {
  const bytes = writer.readBytes(path);
  const read = readUtf8(bytes);
  if ("brokenAt" in read) {
    throw new ToolError({
      code: "kubeconfig_unusable",
      message: `the kubeconfig ${path} is not UTF-8 (byte ${read.brokenAt}), so it cannot be changed`,
      hint: "write it anew in UTF-8, or name another file with --kubeconfig FILE",
    });
  }
  // A link in its place, or the copy of another owner, is nothing to write over.
  writer.removeFile(copy);
  writer.reserveFile(copy, bytes.length, path).store(bytes);
}

async function readIfThere(path: string, files: EverydayFiles): Promise<string | undefined> {
  try {
    return await files.readText(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw notWritten(path, error);
  }
}

/** The file to write: where a link leads to. @throws ToolError `kubeconfig_unusable` for one that leads nowhere */
function targetOf(path: string, writer: FileWriter): string {
  try {
    return writer.resolveLinks(path);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    // A name that is there, of a file that is not.
    if (!writer.listDirectory(dirname(path)).includes(basename(path))) return path;
    throw new ToolError({
      code: "kubeconfig_unusable",
      message: `the kubeconfig ${path} is a symbolic link to a file that is not there`,
      hint: "make the file that it leads to, remove the link, or name another file with --kubeconfig FILE",
      cause: error,
    });
  }
}

function notWritten(path: string, error: unknown): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `the kubeconfig ${path} cannot be read or written: ${errnoOf(error) ?? "unknown error"}`,
    hint: `${storageHint(errnoOf(error))} (--kubeconfig FILE)`,
    cause: error,
  });
}
