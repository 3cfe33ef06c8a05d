import { mkdir } from "node:fs/promises";

const isRoot = process.getuid?.() === 0;

/** Whether this machine lets a test mount a file system: root does, and not in every container. */
export const canMount: boolean =
  process.platform === "linux" && isRoot && Bun.spawnSync(["unshare", "-m", "true"]).success && tryMount();

/** A mounted file system, which is unmounted when it is disposed of. */
export interface Mounted extends Disposable {
  readonly folder: string;
}

/** Mounts a file system in memory at a folder, with these mount options. */
export async function mountTmpfs(folder: string, options: string): Promise<Mounted> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  mount("-t", "tmpfs", "-o", `mode=700,${options}`, "tmpfs", folder);
  return { folder, [Symbol.dispose]: () => unmount(folder) };
}

/** Mounts a file over itself, as containers do with single files: nothing can be renamed to it then. */
export function mountFile(path: string): Disposable {
  mount("--bind", path, path);
  return { [Symbol.dispose]: () => unmount(path) };
}

/** Makes a mounted file system read-only. */
export function makeReadOnly(folder: string): void {
  mount("-o", "remount,ro", folder);
}

function mount(...args: string[]): void {
  const { success, stderr } = Bun.spawnSync(["mount", ...args]);
  if (!success) throw new Error(stderr.toString());
}

function unmount(folder: string): void {
  Bun.spawnSync(["umount", folder]);
}

function tryMount(): boolean {
  const folder = `/tmp/ack-ram-tool-mount-${process.pid}`;
  Bun.spawnSync(["mkdir", folder]);
  const { success } = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder]);
  if (success) unmount(folder);
  Bun.spawnSync(["rmdir", folder]);
  return success;
}
