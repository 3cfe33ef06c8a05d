import { basename, dirname } from "node:path";
import { storageHint } from "../errors/storage-hint.ts";
import { ToolError } from "../errors/tool-error.ts";
import { errnoOf, errnoText, isAbsent } from "../world/errno.ts";
import type { FileWriter, World } from "../world/world.ts";
import type { Kubeconfig } from "./kubeconfig.ts";
import { withKubeconfigLock } from "./kubeconfig-lock.ts";
import { type KubeconfigText, decodeKubeconfig } from "./decode-kubeconfig.ts";
import { parseKubeconfig } from "./parse-kubeconfig.ts";

/** The result of an edit. */
export interface KubeconfigEdit {
  readonly path: string;
  readonly before: Kubeconfig;
  readonly after: Kubeconfig;
  readonly isChanged: boolean;
  /** Where the old text was saved; undefined if there was none, or if nothing changed. */
  readonly backup: string | undefined;
}

type Edit = (kubeconfig: Kubeconfig) => Kubeconfig | Promise<Kubeconfig>;

/** What an edit would change; writes nothing. @throws ToolError `kubeconfig_unusable` */
export async function previewKubeconfig(
  path: string,
  edit: Edit,
  world: Pick<World, "files" | "fileWriter">,
): Promise<KubeconfigEdit> {
  const text = await readIfThere(path, world);
  return (await applyEdit(path, text?.text ?? "", edit)).result;
}

/**
 * Edits a kubeconfig atomically and under a lock, with mode 0600 and a backup beside it. The new text is read back as
 * kubectl reads it. A symbolic link is kept. If the edit changes nothing, nothing is written.
 * @throws ToolError `kubeconfig_unusable`
 */
export async function writeKubeconfigFile(
  path: string,
  edit: Edit,
  world: Pick<World, "files" | "fileWriter" | "sleep" | "holdSignals">,
): Promise<KubeconfigEdit> {
  const writer = await world.fileWriter();
  // A lock file left behind by a signal would block kubectl's own changes forever.
  const letGo = await world.holdSignals();
  try {
    writer.makePrivateDirectory(dirname(path));
    return await withKubeconfigLock(path, writer, world, async () => {
      const file = await readIfThere(path, world);
      const { result, text } = await applyEdit(path, file?.text ?? "", edit);
      if (!result.isChanged) return result;
      const target = targetOf(path, writer);
      const backup = file === undefined ? undefined : `${path}.ack-ram-tool.bak`;
      if (backup !== undefined) storeCopy(target, backup, writer);
      const bytes = file?.encode(text) ?? new TextEncoder().encode(text);
      writer.reserveFile(target, bytes.length).store(bytes);
      return { ...result, backup };
    });
  } catch (error) {
    throw error instanceof ToolError ? error : notWritten(path, error);
  } finally {
    letGo();
  }
}

async function applyEdit(
  path: string,
  before: string,
  edit: Edit,
): Promise<{ readonly result: KubeconfigEdit; readonly text: string }> {
  const { kubeconfig, changedTo } = parseKubeconfig(before, path);
  const after = await edit(kubeconfig);
  const text = changedTo(after);
  return { text, result: { path, before: kubeconfig, after, isChanged: text !== before, backup: undefined } };
}

/** A copy with the same bytes, owner and mode. */
function storeCopy(path: string, copy: string, writer: FileWriter): void {
  const bytes = writer.readBytes(path);
  // A link, or another owner's copy, must not be overwritten.
  writer.removeFile(copy);
  writer.reserveFile(copy, bytes.length, path).store(bytes);
}

async function readIfThere(
  path: string,
  world: Pick<World, "files" | "fileWriter">,
): Promise<KubeconfigText | undefined> {
  try {
    return await decodeKubeconfig(path, world);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error instanceof ToolError ? error : notWritten(path, error);
  }
}

/** The file to write: the target of a link. @throws ToolError `kubeconfig_unusable` for a dangling link */
function targetOf(path: string, writer: FileWriter): string {
  try {
    return writer.resolveLinks(path);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    // The name exists, but its target does not.
    if (!writer.listDirectory(dirname(path)).includes(basename(path))) return path;
    throw new ToolError({
      code: "kubeconfig_unusable",
      message: `the kubeconfig ${path} is a symbolic link to a file that does not exist`,
      hint: "create its target, remove the link, or name another file with --kubeconfig FILE",
      cause: error,
    });
  }
}

function notWritten(path: string, error: unknown): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `the kubeconfig ${path} cannot be read or written: ${errnoText(error)}`,
    hint: `${storageHint(errnoOf(error))} (--kubeconfig FILE)`,
    cause: error,
  });
}
