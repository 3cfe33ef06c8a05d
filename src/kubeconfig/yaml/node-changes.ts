import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { type Fields, isFields } from "../kubeconfig-fields.ts";
import { blockYaml, jsonYaml, scalarYaml } from "./quoting.ts";
import type { RangeReplacement } from "./replace-ranges.ts";
import { colonOf, contentEnd, isFlow, itemStart, lineStart, nextLine } from "./node-offsets.ts";

type Named = Fields & { readonly name: string };

/** Thrown for a text whose form cannot be patched. */
export class NotPatchable extends Error {}

/** Collects the changes of a text that give it other content. */
export class NodeChanges {
  readonly splices: RangeReplacement[] = [];

  private readonly text: string;
  private readonly newline: string;
  private readonly indentsLists: boolean;
  private readonly referred: ReadonlySet<unknown>;

  /** @param referred targets of aliases: changing one in place would change the others */
  constructor(text: string, newline: string, root: Node, referred: Iterable<Node>) {
    this.text = text;
    this.newline = newline;
    this.indentsLists = indentsLists(root);
    this.referred = new Set(referred);
  }

  /** @param replace rewrites the whole node */
  change(node: unknown, before: unknown, after: unknown, replace: () => void): void {
    if (Bun.deepEquals(before, after)) return;
    const isShared = isAlias(node) || this.referred.has(node);
    const isDone =
      !isShared &&
      ((isMap(node) && isFields(before) && isFields(after) && this.changeMap(node, before, after)) ||
        (isSeq(node) && areNamed(before) && areNamed(after) && this.changeList(node, before, after)));
    if (!isDone) replace();
  }

  /** @returns false, with nothing done, if the mapping must be rewritten */
  private changeMap(map: YAMLMap, before: Fields, after: Fields): boolean {
    const pairs = new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : "", pair]));
    const gone = Object.keys(before).filter((key) => !(key in after));
    // What a merge key adds cannot be left out.
    if (gone.length > 0 && map.items.some(({ key }) => isScalar(key) && key.source === "<<")) return false;
    const removals = gone.map((key) => this.removalOf(pairs.get(key), map));
    if (removals.includes(undefined) || gone.length >= map.items.length) return false;
    this.splices.push(...removals.filter((removal) => removal !== undefined));
    const added = Object.keys(after).filter((key) => !pairs.has(key) && !Bun.deepEquals(before[key], after[key]));
    for (const [key, pair] of pairs) {
      if (key in after) this.change(pair.value, before[key], after[key], () => this.setValue(map, pair, after[key]));
    }
    for (const key of added) this.addPair(map, key, after[key]);
    return true;
  }

  /** Only a pair on its own lines can be removed alone. */
  private removalOf(pair: Pair | undefined, map: YAMLMap): RangeReplacement | undefined {
    if (pair === undefined || isFlow(map) || !isNode(pair.key) || !isNode(pair.value)) return undefined;
    const key = startOf(pair.key);
    const start = lineStart(this.text, key);
    if (this.text.slice(start, key).trim() !== "" || this.referred.has(pair.value)) return undefined;
    return { start, end: nextLine(this.text, contentEnd(pair.value, this.text)), text: "" };
  }

  private setValue(map: YAMLMap, pair: Pair, value: unknown): void {
    const colon = colonOf(pair);
    if (colon === undefined || !isNode(pair.value)) throw new NotPatchable();
    const text = isFlow(map)
      ? ` ${this.json(value, this.spaceBefore(startOf(pair.key)))}`
      : this.blockValue(value, this.columnOf(map));
    this.splices.push({ start: colon + 1, end: Math.max(colon + 1, contentEnd(pair.value, this.text)), text });
  }

  private addPair(map: YAMLMap, key: string, value: unknown): void {
    const last = map.items.at(-1);
    if (!isNode(last?.key)) throw new NotPatchable();
    const end = contentEnd(isNode(last.value) ? last.value : last.key, this.text);
    if (isFlow(map)) {
      const space = this.spaceBefore(startOf(map.items[0]?.key));
      this.splices.push({ start: end, end, text: `,${space || " "}${jsonYaml(key)}: ${this.json(value, space)}` });
      return;
    }
    const column = this.columnOf(map);
    this.insertLines(end, column, `${" ".repeat(column)}${scalarYaml(key)}:${this.blockValue(value, column)}`);
  }

  /** @returns false, with nothing done, if the list must be rewritten */
  private changeList(list: YAMLSeq, before: readonly Named[], after: readonly Named[]): boolean {
    const wanted = new Map(after.map((item) => [item.name, item]));
    const kept = before.filter(({ name }) => wanted.has(name)).map(({ name }) => name);
    const isInOrder = kept.every((name, at) => after[at]?.name === name);
    if (!isInOrder || kept.length === 0 || list.items.length !== before.length) return false;
    let keptEnd: number | undefined;
    for (const [at, item] of before.entries()) {
      const node = itemAt(list, at);
      const end = contentEnd(node, this.text);
      if (wanted.has(item.name)) {
        this.change(node, item, wanted.get(item.name), () => this.setItem(list, at, node, wanted.get(item.name)));
        keptEnd = end;
      } else {
        this.removeItem(list, at, keptEnd, end);
      }
    }
    this.addItems(list, contentEnd(itemAt(list, before.length - 1), this.text), after.slice(kept.length));
    return true;
  }

  private setItem(list: YAMLSeq, at: number, node: Node, value: unknown): void {
    const start = this.startOf(list, at);
    const end = contentEnd(node, this.text);
    if (isFlow(list)) {
      this.splices.push({ start, end, text: jsonYaml(value) });
      return;
    }
    const indent = " ".repeat(start - lineStart(this.text, start) + 2);
    this.splices.push({ start: start + 1, end, text: ` ${this.lines(value, indent).trimStart()}` });
  }

  /** With the comment right above it; in flow style with its comma. */
  private removeItem(list: YAMLSeq, at: number, keptEnd: number | undefined, end: number): void {
    const start = this.startOf(list, at);
    if (isFlow(list)) {
      if (keptEnd === undefined) this.splices.push({ start, end: this.startOf(list, at + 1), text: "" });
      else this.splices.push({ start: contentEnd(itemAt(list, at - 1), this.text), end, text: "" });
      return;
    }
    const previous = list.items[at - 1];
    const floor = isNode(previous) ? nextLine(this.text, contentEnd(previous, this.text)) : lineStart(this.text, start);
    let from = lineStart(this.text, start);
    while (
      from > floor &&
      this.text
        .slice(lineStart(this.text, from - 1), from)
        .trimStart()
        .startsWith("#")
    ) {
      from = lineStart(this.text, from - 1);
    }
    this.splices.push({ start: from, end: nextLine(this.text, end), text: "" });
  }

  private addItems(list: YAMLSeq, end: number, items: readonly unknown[]): void {
    if (items.length === 0) return;
    const start = this.startOf(list, 0);
    if (isFlow(list)) {
      const space = this.spaceBefore(start);
      const text = items.map((item) => `,${space || " "}${this.json(item, space)}`).join("");
      this.splices.push({ start: end, end, text });
      return;
    }
    const column = start - lineStart(this.text, start);
    this.insertLines(end, column, this.lines(items, " ".repeat(column)));
  }

  /** After the line of an offset, and after the comments below it that are indented more than a column. */
  private insertLines(offset: number, column: number, lines: string): void {
    let at = nextLine(this.text, offset);
    for (;;) {
      const line = /^([ \t]*)#.*(?:\n|$)/.exec(this.text.slice(at, nextLine(this.text, at)));
      if (line === null || (line[1] ?? "").length <= column) break;
      at += line[0].length;
    }
    const isOpen = at === this.text.length && !this.text.endsWith("\n");
    this.splices.push({ start: at, end: at, text: isOpen ? this.newline + lines : lines + this.newline });
  }

  /** The text after a key's colon. @param column the key's */
  private blockValue(value: unknown, column: number): string {
    const isEmpty = typeof value !== "object" || value === null || Object.keys(value).length === 0;
    if (isEmpty) return ` ${scalarYaml(value)}`;
    const indent = Array.isArray(value) && !this.indentsLists ? column : column + 2;
    return this.newline + this.lines(value, " ".repeat(indent));
  }

  private lines(value: unknown, indent: string): string {
    const lines = blockYaml(value, this.indentsLists).trimEnd().split("\n");
    return lines.map((line) => indent + line).join(this.newline);
  }

  /** JSON in the style of its siblings. @param space the white space before each of them */
  private json(value: unknown, space: string): string {
    if (!space.includes("\n")) return jsonYaml(value);
    const indent = space.slice(space.lastIndexOf("\n") + 1);
    return jsonYaml(value, indent.startsWith("\t") ? "\t" : this.jsonUnit()).replaceAll("\n", this.newline + indent);
  }

  private jsonUnit(): string {
    return /^[{[]\r?\n( +)/.exec(this.text)?.[1] ?? "  ";
  }

  /** White space between an offset and the bracket or comma before it. */
  private spaceBefore(offset: number): string {
    return /\s*$/.exec(this.text.slice(Math.max(0, offset - 200), offset))?.[0] ?? "";
  }

  private startOf(list: YAMLSeq, at: number): number {
    const start = itemStart(list, at);
    if (start === undefined) throw new NotPatchable();
    return start;
  }

  /** The column of a mapping's keys. */
  private columnOf(map: YAMLMap): number {
    const columns = map.items.flatMap(({ key }) =>
      isNode(key) && key.anchor === undefined ? (key.range?.[0] ?? []) : [],
    );
    const [first] = columns;
    if (first === undefined) throw new NotPatchable();
    return first - lineStart(this.text, first);
  }
}

function itemAt(list: YAMLSeq, at: number): Node {
  const item = list.items[at];
  if (!isNode(item)) throw new NotPatchable();
  return item;
}

function startOf(node: unknown): number {
  if (!isNode(node) || !node.range) throw new NotPatchable();
  return node.range[0];
}

function areNamed(value: unknown): value is readonly Named[] {
  return Array.isArray(value) && value.every((item) => isFields(item) && typeof item["name"] === "string");
}

/** Whether the lists of a mapping are indented more than its keys. */
function indentsLists(root: Node): boolean {
  if (!isMap(root) || isFlow(root)) return false;
  return root.items.some(
    ({ value }) => isSeq(value) && value.srcToken?.type === "block-seq" && value.srcToken.indent > 0,
  );
}
