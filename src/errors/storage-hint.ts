const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: make room",
  EDQUOT: "the quota is used up: make room",
  EROFS: "the file system is read-only: mount it with write access, or name another file",
  EACCES: "you may not write to it: check the permissions of the file and its folder, or name another file",
  EPERM: "you may not write to it: check the permissions of the file and its folder, or name another file",
  EBUSY: "another program keeps it from being replaced: end that program",
};

/** What to do about a file that cannot be written. @param errno of the system call; undefined = unknown */
export function storageHint(errno: string | undefined): string {
  return HINTS[errno ?? ""] ?? "check the file and its folder, or name another file";
}
