import * as v from "valibot";
import { type Document, isScalar, parseDocument } from "yaml";

/**
 * Replaces scalars by their source text where the schema wants a string and the value is none.
 * @param value the parsed text; changed in place
 * @param text the YAML
 * @returns `value`
 */
export function withScalarsAsWritten<T>(schema: v.GenericSchema<unknown, T>, value: unknown, text: string): unknown {
  const { issues } = v.safeParse(schema, value);
  let document: Document | undefined;
  for (const { expected, path } of issues ?? []) {
    const last = path?.at(-1);
    if (expected !== "string" || path === undefined || last === undefined) continue;
    document ??= parseDocument(text);
    const node = document.getIn(
      path.map(({ key }) => key),
      true,
    );
    const holder: unknown = last.input;
    if (typeof holder !== "object" || holder === null) continue;
    if (isScalar(node) && node.value !== null && node.source !== undefined) {
      Object.assign(holder, { [String(last.key)]: node.source });
    }
  }
  return value;
}
