import { join } from "node:path";
import { $ } from "bun";
import { BUILD_FLAGS, defineFlags, ENTRY } from "../build-options.ts";

const root = join(import.meta.dir, "../..");

/** Compiles the tool. @returns the program's path */
export async function compileTool(directory: string, flags: readonly string[] = BUILD_FLAGS): Promise<string> {
  return await compile(ENTRY, join(directory, "ack-ram-tool"), flags);
}

/** Compiles a program that does nothing: what the runtime itself costs. @returns the program's path */
export async function compileEmpty(directory: string, flags: readonly string[] = BUILD_FLAGS): Promise<string> {
  const source = join(directory, "empty.ts");
  await Bun.write(source, "");
  return await compile(source, join(directory, "empty"), flags);
}

async function compile(entry: string, output: string, flags: readonly string[]): Promise<string> {
  const defines = defineFlags({ version: "0.0.0-bench", commit: "unknown" });
  await $`${process.execPath} build ${flags} ${defines} --outfile ${output} ${entry}`.cwd(root).quiet();
  return output;
}
