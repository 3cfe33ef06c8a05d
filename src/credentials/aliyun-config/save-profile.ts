import { dirname } from "node:path";
import { isAbsent } from "../../world/errno.ts";
import type { FileWriter, World } from "../../world/world.ts";
import type { LoadContext } from "../load-context.ts";
import { withFileLock } from "../with-file-lock.ts";
import { readAliyunConfig } from "./config-file.ts";
import { addProfile, editProfile, type ProfileChanges, setCurrentProfile } from "./edit-config-text.ts";
import { notSaved, readConfigText } from "./write-back-tokens.ts";

/** The profile to save in a config.json. */
export interface ProfileToSave {
  readonly name: string;
  readonly changes: ProfileChanges;
  /** Fields that only a new profile gets. */
  readonly otherwise: ProfileChanges;
  readonly setCurrent: boolean;
}

/** A config.json's text with the profile saved in it. If it was empty, the profile becomes the current one. */
export function withProfile(
  content: string,
  { name, changes, otherwise, setCurrent }: ProfileToSave,
  file = "config.json",
): string {
  // The aliyun CLI's indentation.
  const empty = `{\n\t"current": ${JSON.stringify(name)},\n\t"profiles": [],\n\t"meta_path": ""\n}\n`;
  const before = content.trim() === "" ? empty : content;
  const isThere = readAliyunConfig(file, before).find(name) !== undefined;
  // In a new profile, JSON omits the fields that `changes` removes.
  const text = isThere ? editProfile(before, name, changes) : addProfile(before, { name, ...otherwise, ...changes });
  return setCurrent ? setCurrentProfile(text, name) : text;
}

/**
 * Saves a profile in a config.json, under the file's lock. The rest of the file is unchanged.
 * @throws ToolError `credentials_failed`, `credentials_invalid`, `timeout`
 */
export async function saveProfile(
  file: string,
  profile: ProfileToSave,
  world: Pick<World, "fileWriter" | "tryLock" | "sleep" | "holdSignals"> & Pick<LoadContext, "deadline">,
): Promise<void> {
  const writer = await world.fileWriter();
  const letGo = await world.holdSignals();
  try {
    writer.makePrivateDirectory(dirname(file));
    await withFileLock(`${file}.ack-ram-tool.lock`, world, async () => {
      const before = readIfThere(file, writer);
      const text = withProfile(before, profile, file);
      if (text !== before) writer.reserveFile(file, Buffer.byteLength(text)).store(text);
    });
  } catch (error) {
    throw notSaved(file, error);
  } finally {
    letGo();
  }
}

function readIfThere(file: string, writer: FileWriter): string {
  try {
    return readConfigText(file, writer);
  } catch (error) {
    if (isAbsent(error)) return "";
    throw error;
  }
}
