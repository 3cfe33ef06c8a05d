import * as v from "valibot";
import { isMap, isScalar, isSeq } from "yaml";
import { ToolError } from "../errors/tool-error.ts";
import { readValue } from "../schema/read-json.ts";
import type { KubeconfigView, ViewedContext } from "./kubeconfig-view.ts";
import { openYamlText } from "./yaml-text.ts";

const named = v.optional(v.nullable(v.array(v.looseObject({ name: v.string() }))));
const namedLists = v.looseObject({ contexts: named, users: named, clusters: named });

/** Names of entries that go. */
export interface Removal {
  readonly contexts: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  readonly clusters: ReadonlySet<string>;
  /** Whether the current context is one of them. */
  readonly isCurrent: boolean;
}

/**
 * What goes with these contexts: users of this tool and clusters that no other context leads to.
 * @param elsewhere contexts of other files that count as one with this one
 */
export function removalOf(
  view: KubeconfigView,
  names: ReadonlySet<string>,
  elsewhere: readonly ViewedContext[] = [],
): Removal {
  const gone = view.contexts.filter(({ name }) => names.has(name));
  const left = [...view.contexts.filter(({ name }) => !names.has(name)), ...elsewhere];
  const [usersLeft, clustersLeft] = [
    new Set(left.map(({ userName }) => userName)),
    new Set(left.map(({ clusterName }) => clusterName)),
  ];
  const ours = new Set(view.pluginUsers.map(({ name }) => name));
  return {
    contexts: new Set(gone.map(({ name }) => name)),
    users: new Set(gone.flatMap(({ userName: name }) => (name && ours.has(name) && !usersLeft.has(name) ? name : []))),
    clusters: new Set(gone.flatMap(({ clusterName: name }) => (name && !clustersLeft.has(name) ? name : []))),
    isCurrent: view.currentContext !== undefined && names.has(view.currentContext),
  };
}

/**
 * Takes entries out of a kubeconfig; every byte of the others stays. A current context that goes leaves none.
 * @throws ToolError `kubeconfig_unusable`; no message quotes the text
 */
export function removeEntries(text: string, removal: Removal, path: string): string {
  const { contexts, users, clusters, isCurrent } = removal;
  const yaml = openYamlText(text);
  if (yaml === undefined) throw unusable(path, "is not one YAML document");
  for (const [key, names] of [
    ["contexts", contexts] as const,
    ["users", users] as const,
    ["clusters", clusters] as const,
  ]) {
    const list: unknown = yaml.document.get(key);
    if (isSeq(list)) yaml.removeItems(list, (item) => isMap(item) && names.has(nameOf(item.get("name", true))));
  }
  if (isCurrent) yaml.setText(yaml.document.get("current-context", true), "");
  const result = yaml.toString();
  // Others may refer to what went, by an anchor in it.
  if (!Bun.deepEquals(parse(result), without(parse(text), removal))) {
    throw unusable(
      path,
      "has entries that cannot be removed without touching others (they share anchors, or have names without quotes)",
    );
  }
  return result;
}

/** As it is written: a name without quotes may look like a number. */
function nameOf(node: unknown): string {
  return isScalar(node) ? (node.source ?? String(node.value)) : "";
}

function parse(text: string): unknown {
  try {
    return Bun.YAML.parse(text);
  } catch {
    return undefined;
  }
}

function without(kubeconfig: unknown, { contexts, users, clusters, isCurrent }: Removal): unknown {
  const read = readValue(namedLists, kubeconfig);
  if (!read.ok) return undefined;
  const lists = {
    contexts: withoutNamed(read.value.contexts, contexts),
    users: withoutNamed(read.value.users, users),
    clusters: withoutNamed(read.value.clusters, clusters),
  };
  const known = Object.entries(lists).filter(([, list]) => list !== undefined);
  return { ...read.value, ...Object.fromEntries(known), ...(isCurrent && { "current-context": "" }) };
}

function withoutNamed<T extends { readonly name: string }>(
  list: readonly T[] | null | undefined,
  names: ReadonlySet<string>,
): readonly T[] | undefined {
  return list?.filter(({ name }) => !names.has(name));
}

function unusable(path: string, what: string): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `${path} ${what}: it was left as it is`,
    hint: "mend the file, or name another one with --kubeconfig FILE",
  });
}
