import { readVariable, VARIABLES } from "./environment.ts";
import type { World } from "./world/world.ts";

/** The user's home directory, or undefined where the environment names none (cron, a bare container). */
export function homeDirectory({ env, platform }: Pick<World, "env" | "platform">): string | undefined {
  const home = readVariable(env, VARIABLES.home);
  return home ?? (platform.os === "win32" ? readVariable(env, VARIABLES.windowsHome) : undefined);
}

/**
 * Replaces a leading `~` or `~/` by the home directory. Kubeconfigs hold such paths, and no shell expands them there.
 * `~name` stays as it is. Undefined when a home directory is needed and there is none.
 */
export function expandTilde(path: string, home: string | undefined): string | undefined {
  if (path !== "~" && !path.startsWith("~/") && !path.startsWith("~\\")) return path;
  return home === undefined ? undefined : home + path.slice(1);
}

/** A path that means the same file from every working directory. */
export function absolutePath(path: string, cwd: string): string {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path) ? path : `${cwd}/${path}`;
}

/** Directory of the certificate cache when no flag names one; the Go tool's, so that its users find it where it was. */
export const DEFAULT_CACHE_DIRECTORY = "~/.kube/cache/ack-ram-tool/credential-plugin";

/** The aliyun CLI's configuration. */
export const ALIYUN_CONFIG_FILE = "~/.aliyun/config.json";

/** The Alibaba Cloud SDKs' shared credentials file (INI). */
export const CREDENTIALS_FILE = "~/.alibabacloud/credentials";

/** The name under which kubeconfigs run this tool. */
export const PROGRAM_NAME = "ack-ram-tool";

/** kubectl's configuration when `KUBECONFIG` names none. */
export const KUBECONFIG_FILE = "~/.kube/config";

/** kubectl's preferences when `KUBERC` names no file. */
export const KUBERC_FILE = "~/.kube/kuberc";
