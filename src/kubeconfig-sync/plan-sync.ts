import { isLive } from "../alibaba/cs/cluster-state.ts";
import type { ListedCluster } from "../alibaba/cs/describe-clusters.ts";
import { buildEntries } from "../get-kubeconfig/build-entries.ts";
import type { ClusterEntry } from "../kubeconfig/cluster-entry.ts";
import type { KubeconfigEntry } from "../kubeconfig/kubeconfig-entry.ts";
import { argumentValue, FLAG_WORDS } from "../kubeconfig/plugin-entries.ts";
import type { KubeconfigView, ViewedCluster } from "../kubeconfig/kubeconfig-view.ts";
import type { Account, AccountReport } from "./inspect-account.ts";
import { checkNewNames, type NewEntry } from "./check-new-names.ts";
import { belongsTo, type OwnedEntry } from "./owned-entry.ts";

/** The kubeconfig's content, and what is wanted. */
export interface SyncInput {
  readonly view: KubeconfigView;
  readonly entries: readonly OwnedEntry[];
  /** Those of the other files that are merged with this one. */
  readonly elsewhere: readonly OwnedEntry[];
  readonly reports: readonly AccountReport[];
  readonly all: boolean;
  readonly prune: boolean;
  /** The profiles asked for; none: all. */
  readonly profiles: readonly string[];
}

/** What a sync does about one cluster, or one account. */
export interface SyncChange {
  readonly kind: "added" | "changed" | "removed" | "kept" | "skipped";
  /** The kubeconfig context; undefined: there is none. */
  readonly context: string | undefined;
  readonly clusterId: string | undefined;
  readonly clusterName: string | undefined;
  readonly profile: string | undefined;
  /** What changes, or why nothing does. */
  readonly note: string | undefined;
  /** Something failed: the sync is not complete. */
  readonly isFailure?: boolean;
}

/** The changes of a kubeconfig. */
export interface SyncPlan {
  readonly changes: readonly SyncChange[];
  readonly added: readonly KubeconfigEntry[];
  /** Outdated clusters of existing entries. */
  readonly changed: readonly { readonly name: string; readonly cluster: ClusterEntry["cluster"] }[];
  /** Names of contexts. */
  readonly removed: ReadonlySet<string>;
}

/**
 * Compares a kubeconfig with the accounts' clusters. Sends no requests, writes nothing.
 * @throws ToolError `kubeconfig_unusable` for names that are taken, or that two new clusters would get
 */
export function planSync(input: SyncInput): SyncPlan {
  const { entries, elsewhere, reports, all } = input;
  const known = new Set([...entries, ...elsewhere].map(({ identity, clusterId }) => `${identity} ${clusterId}`));
  const changes: SyncChange[] = [];
  const added: NewEntry[] = [];
  const changed = new Map<string, ClusterEntry["cluster"]>();
  for (const report of reports) {
    const { account, listed, gap } = report;
    const own = entries.filter((entry) => belongsTo(entry, account));
    for (const entry of own) {
      const { cluster, ...change } = syncEntry(entry, report, input);
      changes.push(change);
      if (cluster !== undefined && entry.clusterName !== undefined) changed.set(entry.clusterName, cluster);
    }
    for (const cluster of all ? listed.values() : []) {
      const key = `${account.identity} ${cluster.id}`;
      if (known.has(key)) continue;
      known.add(key);
      const result = addCluster(cluster, report);
      changes.push(result.change);
      if (result.entry !== undefined) added.push({ entry: result.entry, cluster, account });
    }
    if (gap !== undefined) changes.push(failure(account, `its list of clusters is incomplete: ${messageOf(gap)}`));
  }
  changes.push(...entries.flatMap((entry) => notLookedAt(entry, input)));
  checkNewNames(added, input.view, entries);
  const removed = new Set(changes.flatMap(({ kind, context }) => (kind === "removed" && context ? [context] : [])));
  return {
    changes,
    added: added.map(({ entry }) => entry),
    changed: [...changed].map(([name, cluster]) => ({ name, cluster })),
    removed,
  };
}

function notLookedAt(entry: OwnedEntry, { reports, profiles }: SyncInput): readonly SyncChange[] {
  const { contextName: context, clusterId, user } = entry;
  const profile = argumentValue(user.args, FLAG_WORDS.profileName);
  const isAskedFor = profiles.length === 0 || profiles.includes(profile ?? "");
  if (!isAskedFor || reports.some(({ account }) => belongsTo(entry, account))) return [];
  const note = "not looked at: its arguments are not the given ones";
  return [{ kind: "skipped", context, clusterId, clusterName: undefined, profile, note }];
}

function syncEntry(
  entry: OwnedEntry,
  report: AccountReport,
  { reports, prune, view }: SyncInput,
): SyncChange & { readonly cluster?: ClusterEntry["cluster"] } {
  const { clusterId = "" } = entry;
  const { account, listed, gap, found, gone } = report;
  const cluster = listed.get(clusterId);
  const about = {
    context: entry.contextName,
    clusterId: entry.clusterId,
    clusterName: cluster?.name,
    profile: account.profile,
  };
  if (cluster === undefined) {
    if (gap !== undefined) return { ...about, kind: "kept", note: "its cluster was not checked" };
    if (reports.some((other) => other.listed.has(clusterId))) {
      return { ...about, kind: "kept", note: "these credentials do not see its cluster, but others do" };
    }
    if (!gone.has(clusterId)) return { ...about, kind: "kept", note: "these credentials do not see its cluster" };
    if (!prune) return { ...about, kind: "skipped", note: "its cluster is gone: to remove it, add --prune" };
    if (account.profile === undefined) {
      return {
        ...about,
        kind: "kept",
        note: "its cluster is gone according to the current default credentials, and the entry names no profile",
      };
    }
    const wasCurrent = view.currentContext === entry.contextName;
    return {
      ...about,
      kind: "removed",
      note: `its cluster is gone${wasCurrent ? "; it was the current context" : ""}`,
    };
  }
  if (!isLive(cluster.state)) return { ...about, kind: "skipped", note: cluster.state };
  const now = found.get(clusterId);
  if (now === undefined) return { ...about, kind: "kept", note: undefined };
  if ("error" in now) return { ...about, kind: "skipped", note: messageOf(now.error), isFailure: true };
  const differences = differencesOf(entry.cluster, now.entry.cluster);
  if (differences.length === 0) return { ...about, kind: "kept", note: undefined };
  return { ...about, kind: "changed", note: differences.join(", "), cluster: now.entry.cluster };
}

function differencesOf(before: ViewedCluster | undefined, after: ClusterEntry["cluster"]): string[] {
  const was: Readonly<Record<string, unknown>> = { ...before };
  return Object.entries(after).flatMap(([key, value]) => {
    if (was[key] === value) return [];
    if (key === "server") return [`server ${String(was[key])} → ${String(value)}`];
    return [key === "certificate-authority-data" ? "CA" : key];
  });
}

function addCluster(
  cluster: ListedCluster,
  { account, found }: AccountReport,
): { readonly change: SyncChange; readonly entry?: KubeconfigEntry } {
  const { profile, style } = account;
  const about = { context: undefined, clusterId: cluster.id, clusterName: cluster.name, profile };
  if (!isLive(cluster.state)) return { change: { ...about, kind: "skipped", note: cluster.state } };
  const now = found.get(cluster.id);
  if (now === undefined || "error" in now) {
    return { change: { ...about, kind: "skipped", note: messageOf(now?.error), isFailure: true } };
  }
  const { answered } = buildEntries([{ cluster, entry: now.entry }], style);
  const entry = answered[0]?.entry;
  return { change: { ...about, kind: "added", context: entry?.contextName, note: undefined }, ...(entry && { entry }) };
}

function failure({ profile }: Account, note: string): SyncChange {
  return {
    kind: "skipped",
    context: undefined,
    clusterId: undefined,
    clusterName: undefined,
    profile,
    note,
    isFailure: true,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown error";
}
