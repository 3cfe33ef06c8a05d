import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dir, "../..");

/** The compiled program. `bun run test` builds it anew before the tests; here it is built only when there is none. */
export const BINARY = join(root, "dist", process.platform === "win32" ? "ack-ram-tool.exe" : "ack-ram-tool");

if (!existsSync(BINARY)) {
  const build = Bun.spawnSync([process.execPath, "scripts/build.ts"], { cwd: root });
  if (build.exitCode !== 0) throw new Error(`the program could not be built: ${build.stderr.toString()}`);
}

/** How a program ended, and what it said. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with this environment and no other, and nothing to read. */
export async function runProgram(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Outcome> {
  const child = Bun.spawn([...argv], { env, cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [stdout, stderr, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { exitCode, stdout, stderr };
}
