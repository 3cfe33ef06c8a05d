import type { KubeconfigEdit } from "../../../kubeconfig/write-kubeconfig-file.ts";
import type { EntryChange } from "../../../kubeconfig/entry-changes.ts";
import type { Kubeconfig } from "../../../kubeconfig/kubeconfig.ts";
import { blockYaml } from "../../../kubeconfig/yaml/quoting.ts";

const MARKS: Readonly<Record<EntryChange["change"], string>> = { added: "+", changed: "~", removed: "-" };

/** What `--write` would change in a kubeconfig, entry by entry, and what it would write. */
export function renderPreview(
  { path, isChanged }: KubeconfigEdit,
  changes: readonly EntryChange[],
  written: Kubeconfig,
): string {
  if (!isChanged) return `${path} would not change`;
  const lines = changes.map(({ change, kind, name, fields }) => {
    const what = kind === "current-context" ? `current context: ${name || "none"}` : `${kind} ${name}`;
    return `${MARKS[change]} ${what}${fields.length === 0 ? "" : `: ${fields.join(", ")}`}`;
  });
  return [`${path} would change`, ...lines, "", "new content:", blockYaml(written).trimEnd()].join("\n");
}
