import * as v from "valibot";
import { readValue } from "../schema/read-json.ts";
import type { KubeconfigEntry } from "./kubeconfig-entry.ts";
import { openYamlText, type YamlText } from "./yaml-text.ts";

const named = v.optional(v.nullable(v.array(v.looseObject({ name: v.string() }))));
const kubeconfigSchema = v.looseObject({
  "current-context": v.optional(v.nullable(v.string())),
  clusters: named,
  contexts: named,
  users: named,
});

type Kubeconfig = v.InferOutput<typeof kubeconfigSchema>;
type Named = { readonly name: string } & Readonly<Record<string, unknown>>;

/**
 * Adds entries to a kubeconfig that has none of their names, or has them already just so; every byte that is there stays.
 * @param current the context to make current; undefined = leave it, but in a file without any the only entry's
 * @returns undefined where entries must be changed, or the text does not allow it
 */
export function appendEntries(
  text: string,
  entries: readonly KubeconfigEntry[],
  current: string | undefined,
): string | undefined {
  const yaml = openYamlText(text);
  const before = read(text);
  if (yaml === undefined || before === undefined) return undefined;
  const lists = {
    clusters: newItems(
      before.clusters,
      entries.map(({ clusterName: name, cluster }) => ({ cluster, name })),
    ),
    contexts: newItems(
      before.contexts,
      entries.map(({ contextName: name, clusterName, userName }) => ({
        context: { cluster: clusterName, user: userName },
        name,
      })),
    ),
    users: newItems(
      before.users,
      entries.map(({ userName: name, exec }) => ({ name, user: { exec } })),
    ),
  };
  const { clusters, contexts, users } = lists;
  if (clusters === undefined || contexts === undefined || users === undefined) return undefined;
  const chosen = current ?? (before["current-context"] || entries.length !== 1 ? undefined : entries[0]?.contextName);
  const isDone =
    yaml.addItems("clusters", clusters) &&
    yaml.addItems("contexts", contexts) &&
    yaml.addItems("users", users) &&
    (chosen === undefined || setCurrent(yaml, chosen));
  if (!isDone) return undefined;
  const result = yaml.toString();
  const expected = {
    ...before,
    ...(clusters.length > 0 && { clusters: [...(before.clusters ?? []), ...clusters] }),
    ...(contexts.length > 0 && { contexts: [...(before.contexts ?? []), ...contexts] }),
    ...(users.length > 0 && { users: [...(before.users ?? []), ...users] }),
    ...(chosen !== undefined && { "current-context": chosen }),
  };
  return Bun.deepEquals(read(result), expected) ? result : undefined;
}

function setCurrent({ document, setText }: YamlText, name: string): boolean {
  return document.get("current-context") === name || setText(document.get("current-context", true), name);
}

/** Those that are not there yet, each once; undefined when one of the name is there, and says something else. */
function newItems(
  existing: readonly Named[] | null | undefined,
  wanted: readonly Named[],
): readonly Named[] | undefined {
  const items = new Map<string, Named>();
  for (const item of wanted) {
    const other = existing?.find(({ name }) => name === item.name) ?? items.get(item.name);
    if (other === undefined) items.set(item.name, item);
    else if (!Bun.deepEquals(other, item)) return undefined;
  }
  return [...items.values()];
}

function read(text: string): Kubeconfig | undefined {
  try {
    const result = readValue(kubeconfigSchema, Bun.YAML.parse(text));
    return result.ok ? result.value : undefined;
  } catch {
    return undefined;
  }
}
