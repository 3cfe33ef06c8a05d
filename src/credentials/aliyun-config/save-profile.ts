import { dirname } from "node:path";
import { storageHint } from "../../errors/storage-hint.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { readUtf8 } from "../../schema/utf8.ts";
import { errnoOf, isAbsent } from "../../world/errno.ts";
import type { World } from "../../world/world.ts";
import type { LoadPorts } from "../load-context.ts";
import { withFileLock } from "../with-file-lock.ts";
import { readAliyunConfig } from "./config-file.ts";
import { addProfile, editProfile, type ProfileChanges, setCurrentProfile } from "./edit-config-text.ts";

/** The profile to save in a config.json. */
export interface ProfileToSave {
  readonly name: string;
  readonly changes: ProfileChanges;
  /** Fields that only a new profile gets. */
  readonly otherwise: ProfileChanges;
  readonly setCurrent: boolean;
}

/** The text with the profile in it, or the text of a new file. The first profile ever becomes the current one. */
export function withProfile(content: string, { name, changes, otherwise, setCurrent }: ProfileToSave): string {
  // The aliyun CLI's indentation.
  const empty = `{\n\t"current": ${JSON.stringify(name)},\n\t"profiles": [],\n\t"meta_path": ""\n}\n`;
  const before = content.trim() === "" ? empty : content;
  const isThere = readAliyunConfig("config.json", before).find(name) !== undefined;
  // JSON omits a field without a value.
  const text = isThere ? editProfile(before, name, changes) : addProfile(before, { name, ...otherwise, ...changes });
  return setCurrent ? setCurrentProfile(text, name) : text;
}

/**
 * Saves a profile in a config.json: locked, in one step, with everything else in the file unchanged.
 * @throws ToolError `credentials_failed`
 */
export async function saveProfile(
  file: string,
  profile: ProfileToSave,
  world: Pick<World, "fileWriter" | "tryLock" | "sleep" | "holdSignals"> & Pick<LoadPorts, "deadline">,
): Promise<void> {
  const writer = await world.fileWriter();
  const letGo = await world.holdSignals();
  try {
    writer.makePrivateDirectory(dirname(file));
    await withFileLock(`${file}.ack-ram-tool.lock`, world, async () => {
      const before = readIfThere(() => writer.readBytes(file));
      const text = withProfile(before, profile);
      if (text !== before) writer.reserveFile(file, Buffer.byteLength(text)).store(text);
    });
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw new ToolError({
      code: "credentials_failed",
      message: `nothing can be saved in ${file} (${errnoOf(error) ?? "unknown error"})`,
      hint: storageHint(errnoOf(error)),
      cause: error,
    });
  } finally {
    letGo();
  }
}

function readIfThere(read: () => Uint8Array): string {
  try {
    const result = readUtf8(read());
    if ("text" in result) return result.text;
    throw new ToolError({
      code: "credentials_failed",
      message: `the config.json is not UTF-8 (byte ${result.brokenAt}), so nothing can be saved in it`,
      hint: "save it as UTF-8",
    });
  } catch (error) {
    if (isAbsent(error)) return "";
    throw error;
  }
}
