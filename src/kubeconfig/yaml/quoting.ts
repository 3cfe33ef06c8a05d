import { Document, isScalar, visit } from "yaml";

/**
 * Plain scalars that every YAML reader takes for strings, in version 1.1 (kubectl uses Go's sigs.k8s.io/yaml) as in
 * 1.2: everything else is quoted. Names may be `no`, `1e3`, `12:30` or `0o17`.
 */
const PLAIN = /^(?:--)?[A-Za-z/][\w./:@+=-]*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$|:$/i;

/**
 * What JSON does not escape, and Go's reader refuses or folds: DEL, C1 (with NEL), line separators, a byte order mark.
 */
const ODD = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/** YAML of a value, lists and maps in block style; a string is quoted unless all readers agree without quotes. */
export function blockYaml(value: unknown, indentSeq = false): string {
  const document = new Document(value);
  visit(document, {
    Scalar: (_, scalar) => {
      const { value: text } = scalar;
      if (typeof text === "string" && (!PLAIN.test(text) || RESERVED.test(text))) scalar.type = "QUOTE_DOUBLE";
    },
  });
  return escapeOdd(document.toString({ lineWidth: 0, indentSeq, doubleQuotedAsJSON: true }));
}

/** A scalar as {@link blockYaml} has it. */
export function scalarYaml(value: unknown): string {
  const text = blockYaml(value).trimEnd();
  // A scalar alone in a document may span lines on which one in a mapping may not.
  return isScalar(new Document(value).contents) && !text.includes("\n") ? text : escapeOdd(JSON.stringify(value));
}

/**
 * JSON of a value, which is YAML, too.
 * @param unit indentation of one level; empty = all on one line
 */
export function jsonYaml(value: unknown, unit = ""): string {
  // A number that JavaScript cannot represent: reading the result back will detect it.
  return escapeOdd(JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? Number(each) : each), unit));
}

function escapeOdd(text: string): string {
  return text.replace(ODD, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
