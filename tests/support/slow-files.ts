import { existsSync } from "node:fs";
import { mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitUntil } from "./wait-until.ts";

/** Debian's Python, which has its package of fusepy, else any other that has it. */
const PYTHON = ["/usr/bin/python3", "python3"].find((python) => hasFuse(python));

/** Why slow files cannot be made here; undefined if they can. */
export const NO_SLOW_FILES: string | undefined =
  PYTHON === undefined
    ? "there is no Python with fusepy (Debian: python3-fusepy)"
    : existsSync("/dev/fuse") && Bun.which("fusermount") !== null
      ? undefined
      : "there is no FUSE (Debian: fuse3)";

/** A folder with slow files, gone when it is disposed of. */
export interface SlowFiles extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Shows a folder at another place, where one kind of call takes long: its caller is stuck in the kernel, and cannot even be
 * killed, as with a network drive that does not answer.
 */
export async function mountSlowly(
  folder: string,
  call: "getattr" | "open" | "read" | "create" | "none",
  seconds: number,
): Promise<SlowFiles> {
  const mountpoint = await mkdtemp(join(tmpdir(), "slow-files-"));
  const program = join(import.meta.dir, "slow-files.py");
  const server = Bun.spawn([PYTHON ?? "python3", program, folder, mountpoint, call, String(seconds)], {
    stdout: "ignore",
    stderr: "ignore",
  });
  await waitUntil(() => isMounted(mountpoint));
  return {
    folder: mountpoint,
    [Symbol.asyncDispose]: async () => {
      Bun.spawnSync(["fusermount", "-u", "-z", mountpoint]);
      server.kill("SIGKILL");
      await server.exited;
      await rmdir(mountpoint).catch(() => undefined);
      await rmdir(mountpoint).catch(() => undefined);
    },
  };
}

function isMounted(mountpoint: string): boolean {
  return Bun.spawnSync(["grep", "-q", ` ${mountpoint} fuse`, "/proc/mounts"]).success;
}

function hasFuse(python: string): boolean {
  const code = "try:\n import fusepy\nexcept ImportError:\n import fuse";
  return Bun.which(python) !== null && Bun.spawnSync([python, "-c", code], { stderr: "ignore" }).success;
}
