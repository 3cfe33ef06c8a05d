import { readRawVariable } from "./read-variable.ts";
import * as VARIABLES from "./variable-names.ts";
import type { Platform, World } from "./world/world.ts";

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
 * Replaces a leading `~` or `~/` by the home directory: kubeconfigs contain such paths, and no shell expands them
 * there. `~name` stays as it is. Undefined if a home directory is needed and there is none.
 */
function expandTilde(path: string, home: string | undefined): string | undefined {
  if (path !== "~" && !path.startsWith("~/") && !path.startsWith("~\\")) return path;
  return home === undefined ? undefined : home + path.slice(1);
}

/** An absolute path: the same file whatever the working directory is. */
export function absolutePath(path: string, cwd: string): string {
  return path.startsWith("/") || isAbsoluteOnWindows(path) ? path : `${cwd}/${path}`;
}

function isAbsoluteOnWindows(path: string): boolean {
  return /^(?:\\|[A-Za-z]:[/\\])/.test(path);
}

/** The file that a path means as people write it: `~` expanded, absolute. Undefined if `~` cannot be expanded. */
export function resolvePath(path: string, world: Pick<World, "env" | "platform" | "cwd">): string | undefined {
  const expanded = expandTilde(path, homeDirectory(world));
  return expanded === undefined ? undefined : absolutePath(expanded, world.cwd());
}

/** The default directory of the certificate cache; the Go tool's, so that its users find it where it was. */
export const DEFAULT_CACHE_DIRECTORY = "~/.kube/cache/ack-ram-tool/credential-plugin";

/**
 * Where certificates may be kept, best first: the requested directory (if it needs a home directory, only with one),
 * the XDG cache directory, and this user's own directory in the temporary directory.
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

/** Whether the directory is the one in the temporary directory, which anybody could have created first. */
export function isAmongTemporaryFiles(directory: string, platform: Platform): boolean {
  return directory.endsWith(temporaryName(platform));
}

function temporaryName({ uid }: Platform): string {
  return `/ack-ram-tool-${uid ?? "user"}`;
}

/** The aliyun CLI's configuration. */
export const ALIYUN_CONFIG_FILE = "~/.aliyun/config.json";

/** The Alibaba Cloud SDKs' shared credentials file (INI). */
export const CREDENTIALS_FILE = "~/.alibabacloud/credentials";

/** Where the SDKs for Java, Python and PHP keep the same file. */
export const CREDENTIALS_INI_FILE = "~/.alibabacloud/credentials.ini";
export const ALIYUN_INI_FILE = "~/.aliyun/credentials.ini";

/** The name under which kubeconfigs run this tool. */
export const PROGRAM_NAME = "ack-ram-tool";

/** kubectl's configuration if neither `--kubeconfig` nor `KUBECONFIG` names one. */
export const KUBECONFIG_FILE = "~/.kube/config";

/** kubectl's preferences if `KUBERC` names no file. */
export const KUBERC_FILE = "~/.kube/kuberc";
