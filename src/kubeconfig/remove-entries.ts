import { type Document, isMap, isSeq, parseDocument } from "yaml";
import { ToolError } from "../errors/tool-error.ts";
import type { KubeconfigView, ViewedContext } from "./kubeconfig-view.ts";

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
 * Takes entries out of a kubeconfig. A current context that goes leaves none.
 * @throws ToolError `kubeconfig_unusable`; no message quotes the text
 */
export function removeEntries(text: string, { contexts, users, clusters, isCurrent }: Removal, path: string): string {
  const document = parseDocument(text, { logLevel: "error" });
  if (document.errors.length > 0) {
    throw new ToolError({
      code: "kubeconfig_unusable",
      message: `${path} is not a YAML document: it was left as it is`,
      hint: "mend the file, or name another one with --kubeconfig FILE",
    });
  }
  removeNamed(document, "contexts", contexts);
  removeNamed(document, "users", users);
  removeNamed(document, "clusters", clusters);
  if (isCurrent) document.set("current-context", "");
  const indented = /^\w[\w-]*:[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*[ \t]+- /m.test(text);
  const result = document.toString({ lineWidth: 0, indentSeq: indented });
  return text.includes("\r\n") ? result.replaceAll("\n", "\r\n") : result;
}

function removeNamed(document: Document, key: string, names: ReadonlySet<string>): void {
  const list: unknown = document.get(key);
  if (!isSeq(list)) return;
  list.items = list.items.filter((item) => !isMap(item) || !names.has(String(item.get("name"))));
}
