import { homeDirectory } from "./home-directory.ts";
import type { World } from "./world/world.ts";

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
