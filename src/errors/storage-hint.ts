const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full: make room",
  EDQUOT: "the quota is used up: make room",
  EROFS: "the file system is read-only: mount it with write access, or name another file",
  EACCES: "permission denied: check the permissions of the file and its folder, or name another file",
  EPERM: "permission denied: check the permissions of the file and its folder, or name another file",
  EBUSY: "another program is using the file: end that program",
};

/** The hint for a file that cannot be written. @param errno of the system call; undefined if unknown */
export function storageHint(errno: string | undefined): string {
  return HINTS[errno ?? ""] ?? "check the file and its folder, or name another file";
}
