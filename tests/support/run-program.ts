import type { Env } from "../../src/world/world.ts";
import type { Outcome } from "./in-process.ts";

/** The folder of the compiled program; `bun run build` puts it there. */
export const BINARY_FOLDER = `${import.meta.dir}/../../dist`;

/** The compiled program. */
export const BINARY = `${BINARY_FOLDER}/ack-ram-tool`;

/** Runs a program with these variables and no others, beside this process: the servers in it must go on answering. */
export async function runProgram(argv: readonly string[], env: Env): Promise<Outcome> {
  const child = Bun.spawn([...argv], { env: { ...env }, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { code, stdout, stderr };
}
