import { closeSync, fsyncSync, openSync } from "node:fs";

/**
 * Makes a rename in a folder survive a power cut, if folders can be synced (not on Windows, nor on some network file
 * systems).
 */
export function syncFolder(path: string): void {
  try {
    const fd = openSync(path, "r");
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // The file is in place; it is only less certain to survive a crash.
  }
}
