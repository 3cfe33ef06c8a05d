import { applyEdits, type Edit, type ModificationOptions, modify, type Node, parseTree } from "jsonc-parser";

/** New values of a profile's fields; undefined removes a field. */
export type ProfileChanges = Readonly<Record<string, string | number | undefined>>;

/**
 * The text of a config.json with some fields of one profile changed, and nothing else: other keys, their order, numbers
 * that JavaScript cannot represent, indentation and line endings are kept. Of duplicate keys, the one that Go's
 * encoding/json reads is changed: the last in the exact spelling, else the last in another case.
 * @throws Error if the profile is not in the file
 */
export function editProfile(content: string, profileName: string, changes: ProfileChanges): string {
  const bom = content.startsWith("\uFEFF") ? "\uFEFF" : "";
  let text = content.slice(bom.length);
  for (const [name, value] of Object.entries(changes))
    text = applyEdits(text, editsFor(text, profileName, name, value));
  return bom + text;
}

/** The text with another profile appended to the list. */
export function addProfile(content: string, fields: ProfileChanges): string {
  const bom = content.startsWith("\uFEFF") ? "\uFEFF" : "";
  const text = content.slice(bom.length);
  const root = parseTree(text);
  const [key, profiles] = (root && lastProperty(root, "profiles"))?.children ?? [];
  const name = key === undefined ? "profiles" : String(key.value);
  const isList = profiles?.type === "array";
  const edits = isList
    ? modify(text, [name, profiles.children?.length ?? 0], fields, { ...formatOf(text), isArrayInsertion: true })
    : modify(text, [name], [fields], formatOf(text));
  return bom + applyEdits(text, edits);
}

/** The text with this profile as the current one. */
export function setCurrentProfile(content: string, name: string): string {
  const bom = content.startsWith("\uFEFF") ? "\uFEFF" : "";
  const text = content.slice(bom.length);
  const root = parseTree(text);
  const [key] = (root && lastProperty(root, "current"))?.children ?? [];
  const path = [key === undefined ? "current" : String(key.value)];
  return bom + applyEdits(text, modify(text, path, name, formatOf(text)));
}

function editsFor(text: string, profileName: string, name: string, value: string | number | undefined): Edit[] {
  const { profile, path } = findProfile(parseTree(text), profileName);
  const property = lastProperty(profile, name);
  const [key, old] = property?.children ?? [];
  if (property === undefined || key === undefined || old === undefined) {
    return value === undefined ? [] : modify(text, [...path, name], value, formatOf(text));
  }
  if (value === undefined) return modify(text, [...path, String(key.value)], undefined, {});
  return [{ offset: old.offset, length: old.length, content: JSON.stringify(value) }];
}

/** The first profile of this name, and its index. */
function findProfile(
  root: Node | undefined,
  name: string,
): { readonly profile: Node; readonly path: (string | number)[] } {
  const list = root && lastProperty(root, "profiles");
  const [key, profiles] = list?.children ?? [];
  const index = (profiles?.children ?? []).findIndex((profile) => valueOf(lastProperty(profile, "name")) === name);
  const profile = profiles?.children?.[index];
  if (key === undefined || profile === undefined) throw new Error("the profile is not in the file any more");
  return { profile, path: [String(key.value), index] };
}

function lastProperty(object: Node, name: string): Node | undefined {
  const properties = object.children ?? [];
  return (
    properties.findLast((property) => keyOf(property) === name) ??
    properties.findLast((property) => keyOf(property).toLowerCase() === name.toLowerCase())
  );
}

function keyOf(property: Node): string {
  return String(property.children?.[0]?.value);
}

function valueOf(property: Node | undefined): unknown {
  return property?.children?.[1]?.value;
}

/** Formats like the rest of the file; a file on one line stays on one line. */
function formatOf(text: string): ModificationOptions {
  if (!text.includes("\n")) return {};
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? "\t";
  const insertSpaces = !indent.startsWith("\t");
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { formattingOptions: { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol } };
}
