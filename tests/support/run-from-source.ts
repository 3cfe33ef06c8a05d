import { join } from "node:path";

const root = join(import.meta.dir, "../..");

/** Runs a command line from the program's source behind another file of this folder, which watches it and says so on stderr. */
export async function runFromSource(
  watcher: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number; readonly stderr: string }> {
  const preload = join(import.meta.dir, watcher);
  const program = [process.execPath, "--preload", preload, join(root, "src/main.ts"), ...argv];
  // A parent of its own: two calls of one parent at once are those of a kubectl that was refused.
  const parent = process.platform === "win32" ? [] : ["/bin/sh", "-c", '"$@"; exit $?', "sh"];
  const child = Bun.spawn([...parent, ...program], {
    env: { ...env },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  return { stderr: await child.stderr.text(), exitCode: await child.exited };
}
