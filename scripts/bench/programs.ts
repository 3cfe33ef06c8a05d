import { join } from "node:path";
import { type ProgramConfig, programConfig } from "../build-options.ts";

const root = join(import.meta.dir, "../..");
const facts = { version: "0.0.0-bench", commit: "unknown" };

/** Compiles the tool. @returns the program's path */
export async function compileTool(directory: string): Promise<string> {
  return await compile(programConfig(root, facts, join(directory, "ack-ram-tool")));
}

/** Compiles a program that does nothing: what the runtime itself costs. @returns the program's path */
export async function compileEmpty(directory: string): Promise<string> {
  const source = join(directory, "empty.ts");
  await Bun.write(source, "");
  return await compile(programConfig(root, facts, join(directory, "empty"), source));
}

async function compile(config: ProgramConfig): Promise<string> {
  await Bun.build(config);
  return config.compile.outfile ?? "";
}
