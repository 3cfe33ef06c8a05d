import type { EntryChange } from "../../../kubeconfig/entry-changes.ts";
import { type Fields, isFields } from "../../../kubeconfig/kubeconfig-fields.ts";
import type { KubeconfigEntry } from "../../../kubeconfig/kubeconfig-entry.ts";
import { type Kubeconfig, LISTS, type NamedEntry } from "../../../kubeconfig/kubeconfig.ts";

/**
 * The content that this tool writes into changed entries of a kubeconfig: its own fields only, since somebody may have
 * put a secret beside them.
 */
export function changedEntryContents(
  entries: readonly KubeconfigEntry[],
  after: Kubeconfig,
  changes: readonly EntryChange[],
): Kubeconfig {
  const written: Record<string, readonly NamedEntry[]> = {};
  for (const kind of ["cluster", "context", "user"] as const) {
    const changed = new Set(changes.flatMap((change) => (change.kind === kind ? change.name : [])));
    const ours = new Map(entries.map((entry) => [nameOf(entry, kind), fieldsOf(entry, kind)]));
    const list = (after[LISTS[kind]] ?? []).flatMap((entry): readonly NamedEntry[] => {
      const fields = ours.get(entry.name);
      return fields === undefined || !changed.has(entry.name)
        ? []
        : [{ name: entry.name, [kind]: onlyFields(entry[kind], fields) }];
    });
    if (list.length > 0) written[LISTS[kind]] = list;
  }
  return written;
}

function nameOf({ clusterName, contextName, userName }: KubeconfigEntry, kind: keyof typeof LISTS): string {
  return { cluster: clusterName, context: contextName, user: userName }[kind];
}

function fieldsOf({ cluster, clusterName, userName, exec }: KubeconfigEntry, kind: keyof typeof LISTS): Fields {
  return { cluster, context: { cluster: clusterName, user: userName }, user: { exec } }[kind];
}

/** The wanted fields with their final values; of `env` and `extensions`, only the wanted items. */
function onlyFields(actual: unknown, wanted: Fields): Fields {
  const there = isFields(actual) ? actual : {};
  const picked = Object.entries(wanted).map(([key, value]) => {
    if (isFields(value)) return [key, onlyFields(there[key], value)];
    return [key, key === "env" || key === "extensions" ? value : there[key]];
  });
  return Object.fromEntries(picked);
}
