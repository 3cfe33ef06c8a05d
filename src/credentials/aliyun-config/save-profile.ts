import { dirname } from "node:path";
import { isAbsent } from "../../world/errno.ts";
import type { FileWriter, World } from "../../world/world.ts";
import type { LoadPorts } from "../load-ports.ts";
import { withFileLock } from "../with-file-lock.ts";
import { readAliyunConfig } from "./config-file.ts";
import { addProfile, editProfile, type ProfileChanges, setCurrentProfile } from "./edit-profile.ts";
import { notSaved, readConfigText } from "./update-profile.ts";

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
      const before = readIfThere(file, writer);
      const text = withProfile(before, profile);
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
