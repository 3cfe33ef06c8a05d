import { type Document, isMap, isScalar } from "yaml";
import type { Fields } from "../kubeconfig-fields.ts";
import { aliasesOf, moveAnchors } from "./anchors.ts";
import { blockYaml, jsonYaml } from "./quoting.ts";
import { replaceRanges } from "./replace-ranges.ts";
import { lineStart } from "./node-offsets.ts";
import { NotPatchable, NodeChanges } from "./node-changes.ts";

/**
 * Changes the content of a YAML or JSON text. Only what differs is written: comments, spelling, spaces and line ends of
 * the rest are kept, to the byte. Lists of named items are compared by name; other lists are rewritten.
 * @param document of the text, with source tokens
 * @param before the text's content
 * @param after the wanted content; new items of a list of named items come last
 * @returns undefined if that is impossible
 */
export function editPreservingBytes(
  text: string,
  document: Document,
  before: Fields,
  after: Fields,
): string | undefined {
  const root = document.contents;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  if (root === null || (isScalar(root) && root.value === null) || (isMap(root) && root.items.length === 0)) {
    const [start, end] = root?.range ?? [text.length, text.length];
    const isLineOpen = text.slice(lineStart(text, start), start).trim() !== "";
    const written = isMap(root) ? jsonYaml(after, "  ") : blockYaml(after).trimEnd();
    const head = text.slice(0, start) + (isLineOpen ? newline : "");
    return `${head}${written.replaceAll("\n", newline)}${newline}${text.slice(end).replace(/^\r?\n/, "")}`;
  }
  const aliases = aliasesOf(document);
  const edits = new NodeChanges(text, newline, root, aliases.values());
  try {
    edits.change(root, before, after, () => {
      throw new NotPatchable();
    });
  } catch (error) {
    if (error instanceof NotPatchable) return undefined;
    throw error;
  }
  return replaceRanges(text, [...edits.splices, ...moveAnchors(document, aliases, edits.splices)]);
}
