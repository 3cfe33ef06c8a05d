import { isAbsoluteOnWindows, resolvePath } from "../environment/resolve-path.ts";
import { readRawVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import type { Platform, World } from "../world/world.ts";

/** The default directory of the certificate cache, the same as the Go tool's. */
export const DEFAULT_CACHE_DIRECTORY = "~/.kube/cache/ack-ram-tool/credential-plugin";

/**
 * Directories for certificates, best first: the requested one (left out if its `~` cannot be expanded), the XDG cache
 * directory, and this user's own directory in the temporary directory.
 */
export function cacheDirectories(
  wanted: string,
  world: Pick<World, "env" | "platform" | "cwd">,
): readonly [string, ...string[]] {
  const { env, platform } = world;
  const asked = resolvePath(wanted, world);
  const cacheHome = readRawVariable(env, VARIABLES.cacheHome);
  const temporary = readRawVariable(env, VARIABLES.temporaryDirectory) ?? "/tmp";
  const own = temporary.replace(/[/\\]+$/, "") + temporaryName(platform);
  // The XDG Base Directory Specification says to ignore a relative one.
  const isAbsolute = cacheHome !== undefined && (cacheHome.startsWith("/") || isAbsoluteOnWindows(cacheHome));
  const xdg = isAbsolute ? `${cacheHome}/ack-ram-tool/credential-plugin` : undefined;
  if (asked !== undefined) return xdg === undefined ? [asked, own] : [asked, xdg, own];
  return xdg === undefined ? [own] : [xdg, own];
}

/** Whether the directory is the one in the temporary directory, where another user could have created it first. */
export function isAmongTemporaryFiles(directory: string, platform: Platform): boolean {
  return directory.endsWith(temporaryName(platform));
}

function temporaryName({ uid }: Platform): string {
  return `/ack-ram-tool-${uid ?? "user"}`;
}
