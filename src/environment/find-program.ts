import { readRawVariable } from "./read-variable.ts";
import * as VARIABLES from "./variable-names.ts";
import type { World } from "../world/world.ts";

type PathWorld = Pick<World, "env" | "files" | "platform">;

/** The folders of `PATH`, in order. Relative ones are left out: their meaning depends on the working directory. */
export function searchPath({ env, platform }: Pick<World, "env" | "platform">): readonly string[] {
  const path = readRawVariable(env, VARIABLES.path) ?? "";
  const isAbsolute = platform.os === "win32" ? /^[A-Za-z]:[/\\]|^[/\\]{2}/ : /^\//;
  return path.split(listSeparator(platform)).filter((folder) => isAbsolute.test(folder));
}

/** The separator of a list of paths in a variable. */
export function listSeparator({ os }: World["platform"]): string {
  return os === "win32" ? ";" : ":";
}

/** Every match for a program in these folders, in order: the first one is the one that would be run. */
export async function findProgram(name: string, folders: readonly string[], world: PathWorld): Promise<string[]> {
  const separator = world.platform.os === "win32" ? "\\" : "/";
  const fileName = world.platform.os === "win32" && !name.endsWith(".exe") ? `${name}.exe` : name;
  const found: string[] = [];
  for (const folder of new Set(folders)) {
    const path = `${folder.replace(/[/\\]+$/, "")}${separator}${fileName}`;
    if (await isProgram(path, world)) found.push(path);
  }
  return found;
}

/** Whether the file exists and can be run. */
export async function isProgram(path: string, { files, platform }: PathWorld): Promise<boolean> {
  try {
    const { isFile, mode } = await files.status(path);
    return isFile && (platform.os === "win32" || (mode & 0o111) !== 0);
  } catch {
    return false;
  }
}
