import { API_GROUP, type ApiVersion } from "../exec-credential/api-version.ts";

/** A variable for a plugin, fields named as in kubeconfigs. */
export interface ExecVariable {
  readonly name: string;
  readonly value: string;
}

/** A kubeconfig user's `exec` section, fields named as there. */
export interface ExecSection {
  readonly apiVersion: string;
  readonly args: readonly string[];
  readonly command: string;
  readonly env?: readonly ExecVariable[];
  /** What client-go prints if the command is not found. */
  readonly installHint: string;
  readonly interactiveMode: "Never";
  /** Whether kubectl passes the cluster to the plugin. */
  readonly provideClusterInfo: boolean;
}

/**
 * The section that makes kubectl run this tool.
 * @param rewrite the command line that writes this entry again
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecConfig
 */
export function execSection(
  command: string,
  args: readonly string[],
  version: ApiVersion,
  rewrite: string,
  { env = [], provideClusterInfo = false }: Partial<Pick<ExecSection, "env" | "provideClusterInfo">> = {},
): ExecSection {
  return {
    apiVersion: `${API_GROUP}/${version}`,
    args,
    command,
    ...(env.length > 0 && { env }),
    installHint: `ack-ram-tool was not found. Install it into a folder of the PATH that this program runs with, or write its full path into this kubeconfig: ${rewrite} --absolute-command`,
    // The plugin asks nothing, and must never consume the standard input of `kubectl apply -f -`.
    interactiveMode: "Never",
    provideClusterInfo,
  };
}
