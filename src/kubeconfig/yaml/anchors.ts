import { type Alias, type Document, isNode, type Node, visit } from "yaml";
import { jsonYaml } from "./quoting.ts";
import type { RangeReplacement } from "./replace-ranges.ts";

/** The targets of aliases: each alias of a document, in order, with the node that it refers to. */
export function aliasesOf(document: Document): ReadonlyMap<Alias, Node> {
  const aliases = new Map<Alias, Node>();
  visit(document, {
    Alias: (_, alias) => {
      const node = alias.resolve(document);
      if (isNode(node)) aliases.set(alias, node);
    },
  });
  return aliases;
}

/**
 * Keeps the targets of aliases: if a node with an anchor is removed, the first remaining alias is replaced by the
 * node's content.
 * @param splices the other changes
 */
export function moveAnchors(
  document: Document,
  aliases: ReadonlyMap<Alias, Node>,
  splices: readonly RangeReplacement[],
): readonly RangeReplacement[] {
  const isGone = ({ range }: Node): boolean =>
    splices.some(({ start, end }) => range !== undefined && range !== null && start <= range[0] && range[0] < end);
  const moved = new Map<Node, RangeReplacement>();
  for (const [alias, node] of aliases) {
    if (moved.has(node) || !isGone(node) || isGone(alias) || !alias.range) continue;
    const [start, end] = alias.range;
    moved.set(node, { start, end, text: `&${alias.source} ${jsonYaml(node.toJS(document))}` });
  }
  return [...moved.values()];
}
