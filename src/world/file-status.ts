import { statSync } from "node:fs";
import type { FileStatus } from "./world.ts";

/** A file's metadata, symbolic links followed. @throws Error with an errno `code` such as `ENOENT` */
export function fileStatus(path: string): FileStatus {
  const status = statSync(path);
  return {
    isFile: status.isFile(),
    size: status.size,
    mode: status.mode & 0o7777,
    uid: status.uid,
    modifiedAt: status.mtimeMs,
  };
}
