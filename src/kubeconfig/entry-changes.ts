import { isFields } from "./kubeconfig-fields.ts";
import { type Kubeconfig, LISTS, type NamedEntry } from "./kubeconfig.ts";

/** The change of one entry of a kubeconfig; contains none of its values. */
export interface EntryChange {
  readonly change: "added" | "changed" | "removed";
  readonly kind: keyof typeof LISTS | "current-context";
  /** The entry's name, or that of the context that becomes current. */
  readonly name: string;
  /** The fields that change; nested ones as `user.exec.args`. */
  readonly fields: readonly string[];
}

/** Compares two states of a kubeconfig, entry by entry. */
export function entryChanges(before: Kubeconfig, after: Kubeconfig): readonly EntryChange[] {
  const kinds: readonly (keyof typeof LISTS)[] = ["cluster", "context", "user"];
  const changes = kinds.flatMap((kind) => listChanges(kind, before[LISTS[kind]] ?? [], after[LISTS[kind]] ?? []));
  const name = after["current-context"] ?? "";
  if ((before["current-context"] ?? "") === name) return changes;
  return [...changes, { change: name === "" ? "removed" : "changed", kind: "current-context", name, fields: [] }];
}

function listChanges(
  kind: keyof typeof LISTS,
  before: readonly NamedEntry[],
  after: readonly NamedEntry[],
): readonly EntryChange[] {
  const [old, fresh] = [byName(before), byName(after)];
  const removed = before.filter(({ name }) => !fresh.has(name));
  return [
    ...removed.map(({ name }): EntryChange => ({ change: "removed", kind, name, fields: [] })),
    ...after.flatMap((entry): readonly EntryChange[] => {
      const { name } = entry;
      const was = old.get(name);
      if (was === undefined) return [{ change: "added", kind, name, fields: [] }];
      const fields = changedFields(was[kind], entry[kind], "");
      return fields.length === 0 ? [] : [{ change: "changed", kind, name, fields }];
    }),
  ];
}

function changedFields(before: unknown, after: unknown, path: string): readonly string[] {
  if (Bun.deepEquals(before, after)) return [];
  if (!isFields(before) || !isFields(after)) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changedFields(before[key], after[key], path === "" ? key : `${path}.${key}`));
}

function byName(entries: readonly NamedEntry[]): ReadonlyMap<string, NamedEntry> {
  return new Map(entries.map((entry) => [entry.name, entry]));
}
