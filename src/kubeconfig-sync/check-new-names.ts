import { printableLine } from "../errors/escape-control-characters.ts";
import type { ListedCluster } from "../alibaba/cs/describe-clusters.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { KubeconfigEntry } from "../kubeconfig/kubeconfig-entry.ts";
import type { KubeconfigView } from "../kubeconfig/kubeconfig-view.ts";
import type { Account } from "./inspect-account.ts";
import type { OwnedEntry } from "./owned-entry.ts";

/** A new entry and its cluster. */
export interface NewEntry {
  readonly entry: KubeconfigEntry;
  readonly cluster: ListedCluster;
  readonly account: Account;
}

/**
 * Makes sure that new entries take no name in use, and that no two of them have the same. Several contexts may share a
 * cluster's entry, and a shared user.
 * @throws ToolError `kubeconfig_unusable`
 */
export function checkNewNames(added: readonly NewEntry[], view: KubeconfigView, entries: readonly OwnedEntry[]): void {
  checkDistinct(
    added,
    "context",
    ({ entry }) => entry.contextName,
    ({ cluster, account }) => `${cluster.id} ${account.identity}`,
  );
  checkDistinct(
    added,
    "user",
    ({ entry }) => entry.userName,
    ({ entry, cluster, account }) =>
      entry.exec.provideClusterInfo ? account.identity : `${cluster.id} ${account.identity}`,
  );
  checkDistinct(
    added,
    "cluster",
    ({ entry }) => entry.clusterName,
    ({ cluster }) => cluster.id,
  );
  for (const { entry, cluster, account } of added) {
    const { contextName, userName, clusterName, exec } = entry;
    if (view.contexts.some(({ name }) => name === contextName)) throw taken("context", contextName, cluster);
    const users = entries.filter((other) => other.userName === userName);
    const isUserOurs =
      users.length > 0 &&
      users.every(
        (other) => other.identity === account.identity && other.user.provideClusterInfo === exec.provideClusterInfo,
      );
    if (view.userNames.includes(userName) && !(isUserOurs && exec.provideClusterInfo))
      throw taken("user", userName, cluster);
    const clusters = entries.filter((other) => other.clusterName === clusterName);
    const isClusterOurs = clusters.length > 0 && clusters.every(({ clusterId }) => clusterId === cluster.id);
    if (view.clusters.some(({ name }) => name === clusterName) && !isClusterOurs)
      throw taken("cluster", clusterName, cluster);
  }
}

/** @param sameAs entries with the same name are refused unless this is the same, too */
function checkDistinct(
  added: readonly NewEntry[],
  kind: string,
  nameOf: (entry: NewEntry) => string,
  sameAs: (entry: NewEntry) => string,
): void {
  const byName = Map.groupBy(added, nameOf);
  for (const [name, namesakes] of byName) {
    if (name.trim() === "") throw refused(`cluster ${namesakes[0]?.cluster.id} would have a ${kind} without a name`);
    if (new Set(namesakes.map(sameAs)).size === 1) continue;
    throw refused(
      `${namesakes.length} clusters would have the ${kind} name ${JSON.stringify(name)}`,
      namesakes.map(({ cluster: { id, regionId, name: clusterName }, account }) =>
        printableLine(
          [clusterName, id, regionId, account.profile && `profile ${account.profile}`].filter(Boolean).join(", "),
        ),
      ),
    );
  }
}

function taken(kind: string, name: string, { id }: ListedCluster): ToolError {
  return refused(`cluster ${id} would get the ${kind} name ${JSON.stringify(name)}, which is taken`);
}

function refused(message: string, items: readonly string[] = []): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message,
    items,
    hint: "give new entries unique names: --context-name '{profile}-{name}-{id}'",
  });
}
