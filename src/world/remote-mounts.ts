import { readFileSync } from "node:fs";

/** File systems served by another machine or a program: a call may take arbitrarily long. */
const REMOTE = /^(?:fuse|fuseblk|fuse\..+|nfs\d?|cifs|smb\d?|9p|ceph|afs|lustre|gpfs|virtiofs|vboxsf|vmhgfs|autofs)$/;

/**
 * Whether one of these files is on a remote file system. Only the kernel's list of mounts is read (proc(5), mountinfo),
 * because touching such a file system may block. So a symbolic link to one is not noticed, and without that list none
 * is.
 * @param paths absolute
 * @param list the content of the list
 */
export function isAnyRemote(paths: readonly string[], list = readMounts()): boolean {
  const mounts = parseMounts(list);
  return paths.some((path) => {
    const above = mounts.filter(({ folder }) => folder === "/" || path === folder || path.startsWith(`${folder}/`));
    // Of two mounts on one path, the later one hides the other.
    const nearest = above.reduce((best, mount) => (mount.folder.length >= best.folder.length ? mount : best), NONE);
    return REMOTE.test(nearest.type);
  });
}

interface Mount {
  readonly folder: string;
  readonly type: string;
}

const NONE: Mount = { folder: "", type: "" };

function readMounts(): string {
  try {
    return readFileSync("/proc/self/mountinfo", "utf8");
  } catch {
    return "";
  }
}

function parseMounts(list: string): readonly Mount[] {
  return list.split("\n").flatMap((line) => {
    const [, , , , folder] = line.split(" ");
    const [, type] = / - (\S+)/.exec(line) ?? [];
    return folder === undefined || type === undefined ? [] : [{ folder: unescaped(folder), type }];
  });
}

/** The list has blanks and the like as octal escapes: `\040`. */
function unescaped(folder: string): string {
  return folder.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
