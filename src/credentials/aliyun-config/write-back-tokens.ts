import { storageHint } from "../../errors/storage-hint.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { readUtf8 } from "../../schema/utf8.ts";
import { errnoOf, errnoText, isAbsent } from "../../world/errno.ts";
import type { FileReservation, FileWriter, World } from "../../world/world.ts";
import { editProfile, type ProfileChanges } from "./edit-config-text.ts";

/** Space for new tokens and their fields. */
const ROOM_BYTES = 64 * 1024;

/** A config.json with space reserved for a change. */
export interface WriteBack {
  /** Changes the profile's fields. To be called once at most. @throws ToolError `credentials_failed` */
  readonly save: (changes: ProfileChanges) => void;
  /** Releases the space; the file stays as it is. */
  readonly abandon: () => void;
}

/**
 * Reserves space for a change of a profile, before requesting tokens that are issued only once and would be lost if
 * they could not be saved. Owner, mode and links of the file are kept.
 * @throws ToolError `credentials_failed`, which says what prevents the change
 */
export async function prepareWriteBack(
  file: string,
  profileName: string,
  { fileWriter }: Pick<World, "fileWriter">,
): Promise<WriteBack> {
  const writer = await fileWriter();
  const read = (): string => readConfigText(file, writer);
  let before: string;
  let reservation: FileReservation;
  try {
    before = read();
    reservation = writer.reserveFile(file, Buffer.byteLength(before) + ROOM_BYTES);
  } catch (error) {
    throw notSaved(file, error);
  }
  return {
    save: (changes) => {
      try {
        reservation.store(editProfile(readAgain(read, before), profileName, changes));
      } catch (error) {
        throw notSaved(file, error);
      }
    },
    abandon: () => reservation.abandon(),
  };
}

/** The current text, which another program may have changed; if reading fails, the old one, to save the tokens. */
function readAgain(read: () => string, before: string): string {
  try {
    return read();
  } catch (error) {
    if (isAbsent(error)) throw error;
    return before;
  }
}

/**
 * Decodes a config.json; refuses one that could not be written back byte for byte.
 * @throws ToolError `credentials_failed`; Error with an errno `code`
 */
export function readConfigText(file: string, { readBytes }: Pick<FileWriter, "readBytes">): string {
  const read = readUtf8(readBytes(file));
  if ("text" in read) return read.text;
  throw new ToolError({
    code: "credentials_failed",
    message: `${file} is not UTF-8 (byte ${read.brokenAt}), so it cannot be updated`,
    hint: "convert the file to UTF-8",
  });
}

/** The error for a config.json in which nothing can be saved. */
export function notSaved(file: string, error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  const errno = errnoOf(error);
  return new ToolError({
    code: "credentials_failed",
    message: `cannot update ${file} (${errno === undefined && error instanceof Error ? error.message : errnoText(error)})`,
    hint: storageHint(errno),
    cause: error,
  });
}
