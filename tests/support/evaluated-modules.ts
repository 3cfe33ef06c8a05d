import { join, relative } from "node:path";
import { runFromSource } from "./run-from-source.ts";

const root = join(import.meta.dir, "../..");

/**
 * The modules that a command line evaluates: files of ours (`src/…`), packages and modules of the runtime by their names,
 * sorted. The program runs from its source, each module with a line in front that reports it: what `import()` loads is there
 * only if it is reached, whatever the files look like. Compiled, the program evaluates the same, or less where a package's
 * unused half was shaken off.
 */
export async function evaluatedModules(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const { stderr } = await runFromSource("report-evaluated.ts", argv, env);
  const reports = stderr.matchAll(/^evaluated (.+)$/gm);
  return [...new Set(Array.from(reports, ([, name = ""]) => shortName(name)))].toSorted();
}

/** `src/sha256.ts`, `valibot`, `node:fs`. */
function shortName(name: string): string {
  const inPackage = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(name);
  return inPackage?.[1] ?? (name.startsWith("/") ? relative(root, name) : name);
}
