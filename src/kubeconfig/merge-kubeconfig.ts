import { type Document, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readValue } from "../schema/read-json.ts";
import type { Fields } from "./cluster-entry.ts";
import { appendEntries } from "./append-entries.ts";
import { escapeOurs, isPlain, nodeOf, yamlOf } from "./yaml-quoting.ts";
import { openYamlText } from "./yaml-text.ts";
import { type ExistingExec, type KubeconfigEntry, newKubeconfig } from "./kubeconfig-entry.ts";

/** Fields that contradict what is written: kubectl refuses a cluster with two ideas of its CA, and a user with two credentials. */
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

const execSchema = v.object({ apiVersion: v.string(), command: v.string(), args: v.array(v.string()) });

/** YAML of a kubeconfig; long lines stay lines. */
export function kubeconfigText(kubeconfig: object): string {
  return yamlOf(kubeconfig, false);
}

/**
 * Puts entries into a kubeconfig. What is there stays: comments, order, other entries, and in an entry of the same name
 * every field that does not contradict. The text comes back as it was when nothing is new.
 * @param current the context to make current; undefined = leave it, but in a file without any the only entry's
 * @param path for errors
 * @throws ToolError `kubeconfig_unusable`; no message quotes the text
 */
export function mergeKubeconfig(
  text: string,
  entries: readonly KubeconfigEntry[],
  current: string | undefined,
  path: string,
): string {
  const appended = appendEntries(text, entries, current);
  if (appended !== undefined) return appended;
  // Not its own warnings on stderr.
  const document = parseDocument<Node>(text, { logLevel: "error" });
  if (document.errors.length > 0) throw unusable(path, "is not a YAML document");
  if (document.contents === null || isNull(document.contents)) {
    const only = entries.length === 1 ? (entries[0]?.contextName ?? "") : "";
    const root: Node = nodeOf(document, newKubeconfig(entries, current ?? only));
    const comment = document.contents?.commentBefore ?? document.contents?.comment;
    if (comment) root.commentBefore = comment;
    document.contents = root;
    return escapeOurs(render(document, text), [entries, current]);
  }
  const root = document.contents;
  if (!isMap(root)) throw unusable(path, "is not a mapping");
  const before = valueOf(document, path);
  for (const { clusterName, cluster, contextName, userName, exec, execBeside } of entries) {
    putNamed(document, listIn(document, root, "clusters", path), clusterName, "cluster", cluster);
    const context = { cluster: clusterName, user: userName };
    putNamed(document, listIn(document, root, "contexts", path), contextName, "context", context);
    const users = listIn(document, root, "users", path);
    const existing = execBeside && existingExec(document, users, userName);
    putNamed(document, users, userName, "user", { exec: existing === undefined ? exec : execBeside?.(existing) });
  }
  const hasCurrent = Boolean(root.get("current-context"));
  const chosen = current ?? (hasCurrent || entries.length !== 1 ? undefined : entries[0]?.contextName);
  if (chosen !== undefined) root.set("current-context", plainOrNode(document, chosen));
  return Bun.deepEquals(before, valueOf(document, path)) ? text : escapeOurs(render(document, text), [entries, chosen]);
}

/** A cluster of a kubeconfig, and fields that it shall have. */
export interface ClusterUpdate {
  readonly name: string;
  readonly cluster: Fields;
}

/**
 * Brings clusters of a kubeconfig up to date: fields that are not named stay, but for those that contradict. Where a field
 * gets another text, every other byte stays.
 * @throws ToolError `kubeconfig_unusable`; no message quotes the text
 */
export function updateClusters(text: string, clusters: readonly ClusterUpdate[], path: string): string {
  return replaceTexts(text, clusters) ?? rewriteClusters(text, clusters, path);
}

/** Undefined where that is not enough: fields are missing, or in the way, or stand for something else too. */
function replaceTexts(text: string, clusters: readonly ClusterUpdate[]): string | undefined {
  const yaml = openYamlText(text);
  const list: unknown = yaml?.document.get("clusters");
  if (yaml === undefined || !isSeq(list)) return undefined;
  for (const { name, cluster } of clusters) {
    const entry = list.items.find((item) => isMap(item) && item.get("name") === name);
    const fields: unknown = isMap(entry) ? entry.get("cluster", true) : undefined;
    if (!isMap(fields) || fields.anchor !== undefined || CONFLICTS.cluster.some((key) => fields.has(key)))
      return undefined;
    for (const [key, value] of Object.entries(cluster)) {
      if (fields.get(key) === value) continue;
      if (typeof value !== "string" || !yaml.setText(fields.get(key, true), value)) return undefined;
    }
  }
  return yaml.toString();
}

function rewriteClusters(text: string, clusters: readonly ClusterUpdate[], path: string): string {
  const document = parseDocument<Node>(text, { logLevel: "error" });
  if (document.errors.length > 0 || !isMap(document.contents)) throw unusable(path, "is not a YAML document");
  const list = listIn(document, document.contents, "clusters", path);
  for (const { name, cluster } of clusters) putNamed(document, list, name, "cluster", cluster);
  return render(document, text);
}

function existingExec(document: Document, users: YAMLSeq, name: string): ExistingExec | undefined {
  const user = users.items.find((item) => isMap(item) && item.get("name") === name);
  const exec: unknown = isMap(user) ? user.getIn(["user", "exec"], true) : undefined;
  const read = isMap(exec) ? readValue(execSchema, exec.toJS(document)) : undefined;
  return read?.ok === true ? read.value : undefined;
}

/** What the document says. Only here references to nowhere, and those that multiply without end, come to light. */
function valueOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw unusable(path, "has references that lead nowhere, or too far");
  }
}

function isNull(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

/** The list under a key of the root; made where there is none. */
function listIn(document: Document, root: YAMLMap, key: string, path: string): YAMLSeq {
  const existing = root.get(key, true);
  if (existing === undefined || isNull(existing)) {
    root.set(key, document.createNode([]));
  }
  const list: unknown = root.get(key, true);
  if (!isSeq(list)) throw unusable(path, `has ${key} that are no list`);
  // `clusters: []` would go on in one line.
  if (list.items.length === 0) list.flow = false;
  return list;
}

/** Sets fields of the entry of this name in a list; kubectl's own order of keys for a new one. */
function putNamed(document: Document, list: YAMLSeq, name: string, kind: keyof typeof CONFLICTS, wanted: Fields): void {
  const entry = list.items.find((item) => isMap(item) && item.get("name") === name);
  if (!isMap(entry)) {
    list.add(nodeOf(document, kind === "user" ? { name, user: wanted } : { [kind]: wanted, name }));
    return;
  }
  const fields: unknown = entry.get(kind, true);
  if (!isMap(fields)) {
    entry.set(kind, nodeOf(document, wanted));
    return;
  }
  for (const conflict of CONFLICTS[kind]) fields.delete(conflict);
  putFields(document, fields, wanted);
}

function putFields(document: Document, target: YAMLMap, wanted: Fields): void {
  for (const [key, value] of Object.entries(wanted)) {
    const existing: unknown = target.get(key, true);
    if (isMap(existing) && isFields(value)) putFields(document, existing, value);
    else if ((key === "extensions" || key === "env") && isSeq(existing) && Array.isArray(value))
      putNamedItems(document, existing, value);
    else if (!Bun.deepEquals(target.toJS(document)[key], value)) target.set(key, plainOrNode(document, value));
  }
}

/** Extensions or variables: kubectl refuses a file with two extensions of one name; those of other names stay. */
function putNamedItems(document: Document, list: YAMLSeq, wanted: readonly Fields[]): void {
  for (const item of wanted) {
    const at = list.items.findIndex((each) => isMap(each) && each.get("name") === item["name"]);
    const existing = list.items[at];
    if (isMap(existing) && Bun.deepEquals(existing.toJS(document), item)) continue;
    if (at === -1) list.add(nodeOf(document, item));
    else list.items[at] = nodeOf(document, item);
  }
}

/** A plain scalar keeps the comment beside the one that it replaces. */
function plainOrNode(document: Document, value: unknown): unknown {
  return (typeof value === "object" && value !== null) || (typeof value === "string" && !isPlain(value))
    ? nodeOf(document, value)
    : value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** In the style of the text before, as far as the style of lists and line ends goes. */
function render(document: Document, before: string): string {
  const indented = /^\w[\w-]*:[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*[ \t]+- /m.test(before);
  const text = document.toString({ lineWidth: 0, indentSeq: indented, doubleQuotedAsJSON: true });
  return before.includes("\r\n") ? text.replaceAll("\n", "\r\n") : text;
}

function unusable(path: string, what: string): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `${path} ${what}: it was left as it is`,
    hint: "mend the file, or write to another one with --kubeconfig FILE",
  });
}
