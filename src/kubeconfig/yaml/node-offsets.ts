import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";

// Where the nodes of a document, parsed with source tokens, are in its text. Offsets count UTF-16 units.

/** Whether a mapping or list is in flow style: braces or brackets. */
export function isFlow(node: YAMLMap | YAMLSeq): boolean {
  return node.srcToken?.type === "flow-collection";
}

/** The offset after a node, without the comments and the line end after it. */
export function contentEnd(node: Node, text: string): number {
  if ((isMap(node) || isSeq(node)) && !isFlow(node)) {
    const last: unknown = node.items.at(-1);
    const inner = isNode(last) ? last : isMap(node) ? lastOf(node.items.at(-1)) : undefined;
    if (inner !== undefined) return contentEnd(inner, text);
  }
  const end = node.range?.[1] ?? 0;
  // The parser puts a missing value at the next comment, and ends a block scalar on the next line.
  return isScalar(node)
    ? text.slice(node.range?.[0], end).trimEnd() === ""
      ? trimmed(text, end)
      : lineless(text, end)
    : end;
}

function lastOf(pair: Pair | undefined): Node | undefined {
  if (isNode(pair?.value)) return pair.value;
  return isNode(pair?.key) ? pair.key : undefined;
}

function trimmed(text: string, end: number): number {
  let at = end;
  while (at > 0 && /[ \t\r\n]/.test(text.charAt(at - 1))) at -= 1;
  return at;
}

function lineless(text: string, end: number): number {
  if (text.charAt(end - 1) !== "\n") return end;
  return text.charAt(end - 2) === "\r" ? end - 2 : end - 1;
}

/** The offset of a pair's colon; undefined if there is none, or if the key starts with `?`. */
export function colonOf({ srcToken }: Pair): number | undefined {
  if (srcToken?.start.some(({ type }) => type === "explicit-key-ind") !== false) return undefined;
  return srcToken.sep?.find(({ type }) => type === "map-value-ind")?.offset;
}

/** The offset of a list's n-th item: its dash, or in flow style its anchor or content. */
export function itemStart({ srcToken }: YAMLSeq, at: number): number | undefined {
  if (srcToken?.type === "block-seq") {
    const dashes = srcToken.items.flatMap(({ start }) => start.find(({ type }) => type === "seq-item-ind") ?? []);
    return dashes[at]?.offset;
  }
  if (srcToken?.type !== "flow-collection") return undefined;
  const item = srcToken.items.filter(({ key, value }) => (key ?? value) !== undefined)[at];
  const own = item?.start.find(({ type }) => !["comma", "space", "newline", "comment"].includes(type));
  return own?.offset ?? item?.value?.offset;
}

/** The offset of the start of an offset's line. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** The offset of the next line, or of the end of the text. */
export function nextLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline === -1 ? text.length : newline + 1;
}
