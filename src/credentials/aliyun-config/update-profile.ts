import { storageHint } from "../../errors/storage-hint.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { readUtf8 } from "../../schema/utf8.ts";
import { errnoOf, isAbsent } from "../../world/errno.ts";
import type { FileReservation, FileWriter, World } from "../../world/world.ts";
import { editProfile, type ProfileChanges } from "./edit-profile.ts";

/** The most bytes that new tokens and the fields around them take. */
const ROOM_BYTES = 64 * 1024;

/** A config.json with space reserved for a change. */
export interface ProfileUpdate {
  /** Changes one profile's fields. Once. @throws ToolError `credentials_failed` */
  readonly save: (changes: ProfileChanges) => void;
  /** Leaves the file as it is. */
  readonly abandon: () => void;
}

/**
 * Makes sure that a profile can be changed before fetching what is to be saved in it, which may be issued only once.
 * Readers see the old file or the new one; its owner, mode and links are kept.
 * @throws ToolError `credentials_failed`, which says what prevents the change
 */
export async function prepareProfileUpdate(
  file: string,
  profileName: string,
  { fileWriter }: Pick<World, "fileWriter">,
): Promise<ProfileUpdate> {
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

/** Another program may have changed other things meanwhile; if that cannot be detected, saving takes precedence. */
function readAgain(read: () => string, before: string): string {
  try {
    return read();
  } catch (error) {
    if (isAbsent(error)) throw error;
    return before;
  }
}

/**
 * The text of a config.json: it is only written back if every byte of it survives.
 * @throws ToolError `credentials_failed`, which names the position; Error with an errno `code`
 */
export function readConfigText(file: string, { readBytes }: Pick<FileWriter, "readBytes">): string {
  const read = readUtf8(readBytes(file));
  if ("text" in read) return read.text;
  throw new ToolError({
    code: "credentials_failed",
    message: `${file} is not UTF-8 (byte ${read.brokenAt}), so nothing can be saved in it`,
    hint: "save it as UTF-8",
  });
}

/** The error for a config.json in which nothing can be saved. */
export function notSaved(file: string, error: unknown): ToolError {
  if (error instanceof ToolError) return error;
  const errno = errnoOf(error);
  return new ToolError({
    code: "credentials_failed",
    message: `nothing can be saved in ${file} (${errno ?? (error instanceof Error ? error.message : "unknown error")})`,
    hint: storageHint(errno),
    cause: error,
  });
}
