import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Scene } from "./scene.ts";

/** The certificates that a scene's machine keeps, content by path. */
export function cachedEntries(scene: Scene): Readonly<Record<string, string>> {
  const paths = scene.newFiles().filter((path) => path.endsWith(".json"));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(dirname(scene.home), path), "utf8")]));
}
