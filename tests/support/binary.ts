import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dir, "../..");

/** The compiled program. `bun run test` builds it before the tests; here it is built only if it is missing. */
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

/** A program that was started and not waited for. */
export interface Running {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** How it ends: 128 and the signal's number for one that was killed. */
  readonly outcome: Promise<Outcome>;
}

/** Starts a program with this environment and no other, and nothing to read. */
export function startProgram(argv: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Running {
  const child = Bun.spawn([...argv], { env, cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const collect = async (): Promise<Outcome> => {
    const [stdout, stderr, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    return { exitCode, stdout, stderr };
  };
  return { pid: child.pid, kill: (signal) => child.kill(signal), outcome: collect() };
}
