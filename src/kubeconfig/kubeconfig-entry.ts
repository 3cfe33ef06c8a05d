import type { ClusterEntry } from "./cluster-entry.ts";
import type { ExecSection } from "./exec-section.ts";
import type { Kubeconfig } from "./kubeconfig.ts";

/** Everything about one cluster in a kubeconfig: a cluster, a context and a user. */
export interface KubeconfigEntry extends ClusterEntry {
  readonly exec: ExecSection;
  /** Merges the new exec section with the one that the user already has. */
  readonly mergeExecSection?: (existing: ExistingExec) => ExecSection;
}

/** An exec section in a kubeconfig. */
export interface ExistingExec {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * A new kubeconfig, keys in the Go tool's order.
 * @param current the current context; empty = none
 */
export function newKubeconfig(entries: readonly KubeconfigEntry[], current: string): Kubeconfig {
  const users = new Map(entries.map((entry) => [entry.userName, entry.exec]));
  return {
    kind: "Config",
    apiVersion: "v1",
    clusters: entries.map(({ clusterName: name, cluster }) => ({ name, cluster })),
    contexts: entries.map(({ contextName: name, clusterName: cluster, userName: user }) => ({
      name,
      context: { cluster, user },
    })),
    "current-context": current,
    users: [...users].map(([name, exec]) => ({ name, user: { exec } })),
    preferences: {},
  };
}
