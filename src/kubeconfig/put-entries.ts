import * as v from "valibot";
import { readValue } from "../schema/read-json.ts";
import { type Fields, isFields } from "./kubeconfig-fields.ts";
import { type Kubeconfig, LISTS, type NamedEntry } from "./kubeconfig.ts";
import { type ExistingExec, type KubeconfigEntry, newKubeconfig } from "./kubeconfig-entry.ts";

/** Fields that contradict a new entry: kubectl refuses a cluster with two CAs, and a user with two credentials. */
const CONFLICTS = {
  cluster: ["certificate-authority", "insecure-skip-tls-verify"],
  context: [],
  user: [
    "client-certificate",
    "client-certificate-data",
    "client-key",
    "client-key-data",
    "token",
    "tokenFile",
    "username",
    "password",
    "auth-provider",
  ],
} as const;

type Kind = keyof typeof LISTS;

const existingUser = v.object({
  exec: v.object({ apiVersion: v.string(), command: v.string(), args: v.array(v.string()) }),
});

/**
 * A kubeconfig with new entries. Other entries are kept, and so are the fields of an existing entry that do not
 * contradict.
 * @param current the context to make current; undefined = keep it, or in a kubeconfig without one make the only entry
 *   current
 */
export function putEntries(
  kubeconfig: Kubeconfig,
  entries: readonly KubeconfigEntry[],
  current: string | undefined,
): Kubeconfig {
  const only = entries.length === 1 ? entries[0]?.contextName : undefined;
  if (Object.keys(kubeconfig).length === 0) return newKubeconfig(entries, current ?? only ?? "");
  let result = kubeconfig;
  for (const { clusterName, cluster, contextName, userName, exec, mergeExecSection } of entries) {
    result = putNamed(result, "cluster", clusterName, cluster);
    result = putNamed(result, "context", contextName, { cluster: clusterName, user: userName });
    const existing = mergeExecSection === undefined ? undefined : existingExec(result, userName);
    result = putNamed(result, "user", userName, { exec: existing === undefined ? exec : mergeExecSection?.(existing) });
  }
  const chosen = current ?? (kubeconfig["current-context"] ? undefined : only);
  return chosen === undefined ? result : { ...result, "current-context": chosen };
}

/** A cluster of a kubeconfig, and its new fields. */
export interface ClusterUpdate {
  readonly name: string;
  readonly cluster: Fields;
}

/** A kubeconfig whose clusters have these fields; their other fields are kept unless they contradict. */
export function updateClusters(kubeconfig: Kubeconfig, clusters: readonly ClusterUpdate[]): Kubeconfig {
  return clusters.reduce((result, { name, cluster }) => putNamed(result, "cluster", name, cluster), kubeconfig);
}

function existingExec({ users }: Kubeconfig, userName: string): ExistingExec | undefined {
  const user = users?.find(({ name }) => name === userName)?.["user"];
  const read = readValue(existingUser, user);
  return read.ok ? read.value.exec : undefined;
}

/** New entries have their keys in kubectl's own order. */
function putNamed(kubeconfig: Kubeconfig, kind: Kind, name: string, wanted: Fields): Kubeconfig {
  const list = kubeconfig[LISTS[kind]] ?? [];
  if (!list.some((entry) => entry.name === name)) {
    const entry = kind === "user" ? { name, user: wanted } : { [kind]: wanted, name };
    return { ...kubeconfig, [LISTS[kind]]: [...list, entry] };
  }
  const put = (entry: NamedEntry): NamedEntry => {
    const conflicts: readonly string[] = CONFLICTS[kind];
    const fields = Object.entries(asFields(entry[kind])).filter(([key]) => !conflicts.includes(key));
    return { ...entry, [kind]: putFields(Object.fromEntries(fields), wanted) };
  };
  return { ...kubeconfig, [LISTS[kind]]: list.map((entry) => (entry.name === name ? put(entry) : entry)) };
}

function putFields(target: Fields, wanted: Fields): Fields {
  const put = Object.entries(wanted).map(([key, value]) => {
    const existing = target[key];
    if (isFields(existing) && isFields(value)) return [key, putFields(existing, value)];
    const isNamedList = key === "extensions" || key === "env";
    return [key, isNamedList && Array.isArray(existing) && Array.isArray(value) ? putItems(existing, value) : value];
  });
  return { ...target, ...Object.fromEntries(put) };
}

/** Extensions or variables: kubectl refuses a file with two extensions of one name; those with other names are kept. */
function putItems(existing: readonly unknown[], wanted: readonly Fields[]): readonly unknown[] {
  const byName = new Map(wanted.map((item) => [nameOf(item), item]));
  const names = new Set(existing.map(nameOf));
  return [
    ...existing.map((item) => byName.get(nameOf(item)) ?? item),
    ...wanted.filter((item) => !names.has(nameOf(item))),
  ];
}

function nameOf(item: unknown): unknown {
  return asFields(item)["name"];
}

function asFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}
