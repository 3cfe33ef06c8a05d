import { join } from "node:path";
import { sourceFiles } from "../support/source-files.ts";

const root = join(import.meta.dir, "../..");

/**
 * Loads every module of the program: what is imported in the middle of a run otherwise comes whenever the real disk has
 * it, and two runs of one seed would differ.
 */
export async function loadProgram(): Promise<void> {
  const paths = (await sourceFiles()).map(({ path }) => path).filter((path) => path !== "src/main.ts");
  await Promise.all(paths.map((path) => import(join(root, path))));
}
