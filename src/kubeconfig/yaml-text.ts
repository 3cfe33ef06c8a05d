import { Composer, CST, type Document, isMap, isScalar, isSeq, Parser, type YAMLSeq } from "yaml";
import { escapeOurs, setScalarText, yamlOf } from "./yaml-quoting.ts";

/** A YAML text that is changed in places, while every other byte of it stays: comments, spaces, line ends, spellings. */
export interface YamlText {
  readonly document: Document;
  /** Takes items out of a list. A comment right above one goes with it. */
  readonly removeItems: (list: YAMLSeq, isGone: (item: unknown) => boolean) => void;
  /**
   * Adds items to the list under a key of the root, which is made where there is none.
   * @returns false where that cannot be done without touching anything else
   */
  readonly addItems: (key: string, items: readonly object[]) => boolean;
  /** Puts text in the place of a scalar. @returns false where there is none that stands for itself (an alias, say) */
  readonly setText: (node: unknown, value: string) => boolean;
  readonly toString: () => string;
}

/** Opens a text. Undefined when it is not exactly one document without errors. */
export function openYamlText(text: string): YamlText | undefined {
  const tokens = [...new Parser().parse(text)];
  const documents = [...new Composer({ keepSourceTokens: true, logLevel: "error" }).compose(tokens)];
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0 || document.errors.length > 0) return undefined;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  return {
    document,
    removeItems: (list, isGone) => {
      const gone = new Set(list.items.filter(isGone).map(tokenOf));
      if (gone.size > 0) removeTokens(document, list, gone, newline);
    },
    addItems: (key, items) => items.length === 0 || addItems(document, key, items, newline),
    setText: (node, value) => {
      const token = tokenOf(node);
      if (!isScalar(node) || node.anchor !== undefined || token === undefined) return false;
      if (!CST.isScalar(token) || token.type === "alias") return false;
      setScalarText(token, value);
      return true;
    },
    toString: () => tokens.map((token) => CST.stringify(token)).join(""),
  };
}

type Token = NonNullable<ReturnType<typeof tokenOf>>;
type Item = (CST.BlockSequence | CST.FlowCollection)["items"][number];

function tokenOf(node: unknown): CST.Token | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.srcToken : undefined;
}

function removeTokens(document: Document, list: YAMLSeq, gone: ReadonlySet<Token | undefined>, newline: string): void {
  const source = tokenOf(list);
  if (source?.type !== "block-seq" && source?.type !== "flow-collection") return;
  const items: Item[] = source.items;
  const left = items.filter(({ value }) => value === undefined || !gone.has(value));
  const [first, last] = [items[0], items.at(-1)];
  if (source.type === "block-seq" && left.every(({ value }) => value === undefined)) {
    replaceByEmpty(document, list, newline);
    return;
  }
  const [newFirst, newLast] = [left[0], left.at(-1)];
  if (newFirst !== undefined && newFirst !== first) {
    // What stands before the first item, its indentation too, belongs to the list.
    if (source.type === "flow-collection") newFirst.start = first?.start ?? [];
    else if (newFirst.start[0]?.type === "space" && newFirst.start.length > 2) newFirst.start.shift();
  }
  if (newLast !== last && newLast?.value?.type === "flow-collection" && last?.value?.type === "flow-collection") {
    // And the line break in front of the list's end.
    newLast.value.end = [...newLast.value.end.slice(0, 1), ...last.value.end.slice(1)];
  }
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const value = items[at]?.value;
    if (value !== undefined && gone.has(value)) source.items.splice(at, 1);
  }
}

/** A list without items in it would be null, and the line that it began on would go on with what follows. */
function replaceByEmpty(document: Document, list: YAMLSeq, newline: string): void {
  const root = tokenOf(document.contents);
  if (root?.type !== "block-map") return;
  const pair = root.items.find(({ value }) => value === tokenOf(list));
  if (pair?.sep === undefined) return;
  const colon = pair.sep.find(({ type }) => type === "map-value-ind");
  if (colon === undefined) return;
  pair.sep = [colon, { type: "space", offset: -1, indent: 0, source: " " }];
  pair.value = {
    type: "flow-collection",
    offset: -1,
    indent: 0,
    start: { type: "flow-seq-start", offset: -1, indent: 0, source: "[" },
    items: [],
    end: [
      { type: "flow-seq-end", offset: -1, indent: 0, source: "]" },
      { type: "newline", offset: -1, indent: 0, source: newline },
    ],
  };
}

function addItems(document: Document, key: string, items: readonly object[], newline: string): boolean {
  const { contents } = document;
  const root = tokenOf(contents);
  if (!isMap(contents)) return false;
  const list: unknown = contents.get(key, true);
  const source = tokenOf(list);
  const last = source?.type === "block-seq" || source?.type === "flow-collection" ? source.items.at(-1) : undefined;
  if (source?.type === "block-seq" && last?.value !== undefined) {
    const before = CST.stringify(source).endsWith("\n") ? "" : newline;
    source.items.push({ start: [raw(before + blockItems(items, source.indent, newline))] });
    return true;
  }
  if (source?.type === "flow-collection" && last?.value?.type === "flow-collection") {
    // The line break in front of the list's end stays there.
    const [close, ...tail] = last.value.end;
    if (close === undefined) return false;
    last.value.end = [close];
    const space = (source.items[0]?.start ?? []).map((token) => token.source).join("");
    const text = items.map((item) => `,${space || " "}${jsonOf(item)}`).join("");
    source.items.push({ start: [raw(text + tail.map((token) => token.source).join(""))] });
    return true;
  }
  if (root?.type !== "block-map" || root.indent !== 0) return false;
  const pair = root.items.find(
    ({ key: name }) => name !== undefined && name !== null && "source" in name && name.source === key,
  );
  if (pair === undefined) {
    if (list !== undefined || root.items.length === 0) return false;
    const before = CST.stringify(root).endsWith("\n") ? "" : newline;
    root.items.push({ start: [raw(`${before}${key}:${newline}${blockItems(items, 0, newline)}`)] });
    return true;
  }
  const isEmpty = (isSeq(list) && list.items.length === 0) || (isScalar(list) && list.value === null);
  const colon = pair.sep?.find(({ type }) => type === "map-value-ind");
  if (!isEmpty || colon === undefined || list.anchor !== undefined || list.tag !== undefined) return false;
  pair.sep = [colon, raw(newline + blockItems(items, 0, newline))];
  delete pair.value;
  return true;
}

/** JSON on one line, which Go's reader of YAML takes for the same. */
function jsonOf(item: object): string {
  return escapeOurs(JSON.stringify(item), item);
}

/** Text that goes into the output as it is. */
function raw(source: string): CST.SourceToken {
  return { type: "space", offset: -1, indent: 0, source };
}

function blockItems(items: readonly object[], indent: number, newline: string): string {
  const text = yamlOf(items, indent > 0);
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => `${" ".repeat(indent)}${line}${newline}`).join("");
}
