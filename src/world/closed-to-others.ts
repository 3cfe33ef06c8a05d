import type { FileStatus } from "./world.ts";

/**
 * Whether nobody but this user (and root) can put files into a folder: it is this user's or root's, and others cannot
 * write to it. The sticky bit (/tmp) is not enough: others could put a file there before us.
 * @param uid this user's; undefined where there are no owners and modes (Windows)
 */
export function isClosedToOthers(
  { uid: owner, mode }: Pick<FileStatus, "uid" | "mode">,
  uid: number | undefined,
): boolean {
  if (uid === undefined) return true;
  return (owner === uid || owner === 0) && (mode & 0o022) === 0;
}
