import type { FileStatus } from "./world.ts";

/**
 * Whether nobody but this user (and root) can put files into a folder: it is this user's or root's, and others cannot
 * write to it. In a sticky folder of root's (/tmp) others can add files, but not touch ours.
 * @param uid this user's; undefined where there are no owners and modes (Windows)
 */
export function isSafeFolder({ uid: owner, mode }: Pick<FileStatus, "uid" | "mode">, uid: number | undefined): boolean {
  if (uid === undefined) return true;
  const isSafeFromOthers = (mode & 0o022) === 0 || (owner === 0 && (mode & 0o1000) !== 0);
  return (owner === uid || owner === 0) && isSafeFromOthers;
}
