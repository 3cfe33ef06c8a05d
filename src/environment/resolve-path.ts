import { homeDirectory } from "./home-directory.ts";
import type { World } from "../world/world.ts";

/**
 * Replaces a leading `~` or `~/` by the home directory: kubeconfigs contain such paths, and no shell expands them
 * there. `~name` stays as it is. Undefined if a home directory is needed and there is none.
 */
function expandTilde(path: string, home: string | undefined): string | undefined {
  if (path !== "~" && !path.startsWith("~/") && !path.startsWith("~\\")) return path;
  return home === undefined ? undefined : home + path.slice(1);
}

/** The path, made absolute if it is relative to `cwd`. */
export function absolutePath(path: string, cwd: string): string {
  return path.startsWith("/") || isAbsoluteOnWindows(path) ? path : `${cwd}/${path}`;
}

/** Whether a path starts at a root of Windows. */
export function isAbsoluteOnWindows(path: string): boolean {
  return /^(?:\\|[A-Za-z]:[/\\])/.test(path);
}

/** A path as people write it, made absolute with `~` expanded; undefined if `~` cannot be expanded. */
export function resolvePath(path: string, world: Pick<World, "env" | "platform" | "cwd">): string | undefined {
  const expanded = expandTilde(path, homeDirectory(world));
  return expanded === undefined ? undefined : absolutePath(expanded, world.cwd());
}
