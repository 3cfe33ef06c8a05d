import { readRawVariable } from "./read-variable.ts";
import * as VARIABLES from "./variable-names.ts";
import type { Platform, World } from "./world/world.ts";

/**
 * The user's home directory, or undefined where the environment names none (cron, a bare container). On Windows as Go's
 * `os.UserHomeDir` and the aliyun CLI find it; `HOME`, which shells from elsewhere set, only where those have nothing.
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
 * Replaces a leading `~` or `~/` by the home directory. Kubeconfigs hold such paths, and no shell expands them there.
 * `~name` stays as it is. Undefined when a home directory is needed and there is none.
 */
function expandTilde(path: string, home: string | undefined): string | undefined {
  if (path !== "~" && !path.startsWith("~/") && !path.startsWith("~\\")) return path;
  return home === undefined ? undefined : home + path.slice(1);
}

/** A path that means the same file from every working directory. */
export function absolutePath(path: string, cwd: string): string {
  return path.startsWith("/") || isAbsoluteOnWindows(path) ? path : `${cwd}/${path}`;
}

function isAbsoluteOnWindows(path: string): boolean {
  return /^(?:\\|[A-Za-z]:[/\\])/.test(path);
}

/** The file that a path means as people write it: `~` expanded, absolute. Undefined when `~` means nothing here: see {@link expandTilde}. */
export function resolvePath(path: string, world: Pick<World, "env" | "platform" | "cwd">): string | undefined {
  const expanded = expandTilde(path, homeDirectory(world));
  return expanded === undefined ? undefined : absolutePath(expanded, world.cwd());
}

/** Directory of the certificate cache when no flag names one; the Go tool's, so that its users find it where it was. */
export const DEFAULT_CACHE_DIRECTORY = "~/.kube/cache/ack-ram-tool/credential-plugin";

/**
 * Where certificates may be kept, best place first: the directory that was asked for (where it needs a home directory and
 * there is one), the XDG cache directory, a directory of this user's own among the temporary files.
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
  // A relative one is to be ignored, says the XDG Base Directory Specification.
  const isAbsolute = cacheHome !== undefined && (cacheHome.startsWith("/") || isAbsoluteOnWindows(cacheHome));
  const xdg = isAbsolute ? `${cacheHome}/ack-ram-tool/credential-plugin` : undefined;
  if (asked !== undefined) return xdg === undefined ? [asked, own] : [asked, xdg, own];
  return xdg === undefined ? [own] : [xdg, own];
}

/** Whether such a directory is the one among the temporary files, where anybody could have made it first. */
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

/** kubectl's configuration when `KUBECONFIG` names none. */
export const KUBECONFIG_FILE = "~/.kube/config";

/** kubectl's preferences when `KUBERC` names no file. */
export const KUBERC_FILE = "~/.kube/kuberc";
