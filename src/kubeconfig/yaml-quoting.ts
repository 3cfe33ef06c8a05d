import { CST, Document, type Node, visit } from "yaml";

/**
 * Texts that every reader of YAML takes for text, in version 1.1 (kubectl reads with Go's sigs.k8s.io/yaml) as in 1.2:
 * everything else is quoted. Names may be `no`, `1e3`, `12:30` or `0o17`.
 */
const PLAIN = /^(?:--)?[A-Za-z/][\w./:@+=-]*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$|:$/i;

/** What JSON leaves as it is, and Go's reader refuses or folds: DEL, C1 (with NEL), line separators, a byte order mark. */
const ODD = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/** Whether a text can stand without quotes. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text) && !RESERVED.test(text);
}

/** A text in double quotes, for YAML and JSON alike. */
export function quoted(text: string): string {
  return escapeOdd(JSON.stringify(text));
}

/** YAML of a value, lists and maps a line for each item, every text as {@link isPlain} allows. */
export function yamlOf(value: unknown, indentSeq: boolean): string {
  const document = new Document(value);
  quoteTexts(document);
  return escapeOdd(document.toString({ lineWidth: 0, indentSeq, doubleQuotedAsJSON: true }));
}

/** A node for a value, its texts quoted where they must be. */
export function nodeOf(document: Document, value: unknown): Node {
  const node: Node = document.createNode(value);
  quoteTexts(node);
  return node;
}

/** The same for what stands in a document already. */
export function quoteTexts(node: Node | Document): void {
  visit(node, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "string" && !isPlain(scalar.value)) scalar.type = "QUOTE_DOUBLE";
    },
  });
}

/** Puts a text in the place of a scalar's. */
export function setScalarText(token: CST.FlowScalar | CST.BlockScalar, text: string): void {
  CST.setScalarValue(token, text, isPlain(text) ? {} : { type: "QUOTE_DOUBLE" });
  if (token.type === "double-quoted-scalar") token.source = quoted(text);
}

/** A document's text, in which our own odd texts are written so that every reader takes them. */
export function escapeOurs(text: string, ours: unknown): string {
  let escaped = text;
  visit(new Document(ours), {
    Scalar: (_, { value }) => {
      if (typeof value === "string" && quoted(value) !== JSON.stringify(value)) {
        escaped = escaped.replaceAll(JSON.stringify(value), quoted(value));
      }
    },
  });
  return escaped;
}

function escapeOdd(text: string): string {
  return text.replace(ODD, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
