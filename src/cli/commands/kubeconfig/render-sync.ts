import type { KubeconfigEdit } from "../../../kubeconfig/write-kubeconfig-file.ts";
import type { SyncChange } from "../../../kubeconfig-sync/plan-sync.ts";
import { renderTable } from "../../terminal/table.ts";

const MARKS: Readonly<Record<SyncChange["kind"], string>> = {
  added: "+",
  changed: "~",
  removed: "-",
  kept: "=",
  skipped: "!",
};

const WOULD: Readonly<Record<SyncChange["kind"], string>> = {
  added: "would add",
  changed: "would change",
  removed: "would remove",
  kept: "would keep",
  skipped: "would skip",
};

/** What a sync did or would do: as text, a line for each change. */
export function renderSync(
  changes: readonly SyncChange[],
  { path, isChanged, backup }: KubeconfigEdit,
  { isPreview, output }: { readonly isPreview: boolean; readonly output: "text" | "json" },
): string {
  if (output === "json") {
    const entries = changes.map(({ kind, context, clusterId, clusterName, profile, note }) => ({
      change: kind,
      context: context ?? null,
      clusterId: clusterId ?? null,
      clusterName: clusterName ?? null,
      profile: profile ?? null,
      note: note ?? null,
    }));
    return JSON.stringify({ kubeconfig: path, changed: isChanged, backup: backup ?? null, entries }, null, 2);
  }
  // A failure of a whole account names no cluster.
  const [ofAccounts, ofClusters] = [changes.filter(isOfAccount), changes.filter((change) => !isOfAccount(change))];
  const rows = ofClusters.map(({ kind, context, clusterId, clusterName, profile, note }) => [
    `${MARKS[kind]} ${isPreview ? WOULD[kind] : kind}`,
    context ?? "-",
    clusterName || "-",
    clusterId ?? "-",
    profile ?? "-",
    note ?? "",
  ]);
  const did = (isPreview ? "would" : "has") + (isChanged ? "" : " not") + (isPreview ? " change" : " changed");
  return [
    ...(changes.length === 0 ? ["nothing to sync; to add every cluster, add --all"] : []),
    ...(rows.length === 0 ? [] : [renderTable(rows)]),
    ...ofAccounts.map(({ profile, note = "" }) =>
      profile === undefined ? `! ${note}` : `! profile ${profile}: ${note}`,
    ),
    `${path} ${did}`,
    ...(backup === undefined ? [] : [`the old file is kept as ${backup}`]),
  ].join("\n");
}

function isOfAccount({ context, clusterId }: SyncChange): boolean {
  return context === undefined && clusterId === undefined;
}
