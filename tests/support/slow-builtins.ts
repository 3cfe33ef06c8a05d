import { runFromSource } from "./run-from-source.ts";

/** Calls of a command line that cost much the first time, and the file that makes them: see `report-slow-builtins.ts`. */
export async function slowBuiltins(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number; readonly calls: readonly string[] }> {
  const { exitCode, stderr } = await runFromSource("report-slow-builtins.ts", argv, env);
  const calls = Array.from(stderr.matchAll(/^slow (.+)$/gm), ([, call = ""]) => call);
  return { exitCode, calls: [...new Set(calls)].toSorted() };
}
