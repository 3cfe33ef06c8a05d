import type { FileStatus } from "./world.ts";

/**
 * Whether only this user (and root) can put files into a folder: it is owned by this user or root, and not writable by
 * others. A sticky bit (/tmp) is not enough: somebody else could create the file first.
 * @param uid this user's; undefined on systems without owners and modes (Windows)
 */
export function isClosedToOthers(
  { uid: owner, mode }: Pick<FileStatus, "uid" | "mode">,
  uid: number | undefined,
): boolean {
  if (uid === undefined) return true;
  return (owner === uid || owner === 0) && (mode & 0o022) === 0;
}
