import { readRawVariable } from "./read-variable.ts";
import * as VARIABLES from "./variable-names.ts";
import type { World } from "../world/world.ts";

/**
 * The user's home directory, or undefined if the environment names none (cron, a bare container). On Windows it is
 * found as Go's `os.UserHomeDir` and the aliyun CLI find it; `HOME`, which foreign shells set, comes last.
 */
export function homeDirectory({ env, platform }: Pick<World, "env" | "platform">): string | undefined {
  const home = readRawVariable(env, VARIABLES.home);
  if (platform.os !== "win32") return home;
  const drive = readRawVariable(env, VARIABLES.homeDrive);
  const path = readRawVariable(env, VARIABLES.homePath);
  const onDrive = drive === undefined || path === undefined ? undefined : drive + path;
  return readRawVariable(env, VARIABLES.windowsHome) ?? onDrive ?? home;
}

/**
 * Whether a path is inside the user's profile folder on Windows, which is closed to other users by default. Outside it,
 * as below `C:\`, others may have access: Bun cannot read ACLs.
 */
export function isInWindowsHome(path: string, world: Pick<World, "env" | "platform">): boolean {
  const roots = [homeDirectory(world), readRawVariable(world.env, VARIABLES.localApplicationData)];
  const plain = comparable(path);
  return roots.some((root) => {
    const folder = root === undefined ? "" : comparable(root);
    // A drive's root is not a profile.
    return /^(?:[a-z]:|\/)\/.+/.test(folder) && plain.startsWith(`${folder}/`);
  });
}

/** Normalizes a path for comparison: case, slashes, a leading `\\?\`, `.` and `..`. */
export function comparable(path: string): string {
  const slashed = path.replaceAll("\\", "/").toLowerCase();
  const plain = slashed.replace(/^\/\/[?.]\/unc\//, "//").replace(/^\/\/[?.]\//, "");
  const parts: string[] = [];
  for (const part of plain.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && (part !== "" || parts.length < 2)) parts.push(part);
  }
  return parts.join("/").replace(/\/+$/, "");
}
