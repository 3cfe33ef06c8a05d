import {
  type Document,
  isScalar,
  LineCounter,
  parseDocument,
  type ScalarTag,
  type Tags,
  visit,
  type YAMLError,
} from "yaml";

/** A document as Go's reader understands it, with the position of each node in the text. */
export interface GoYaml {
  readonly document: Document;
  /** Plain objects, arrays and scalars; undefined for an empty document. */
  readonly value: unknown;
  /** The line of an offset, counted from 1. */
  readonly lineOf: (offset: number) => number;
  /** Read, but not safe to edit: why. */
  readonly doubt: string | undefined;
}

/** Integers and floats, without underscores. */
const INTEGER = /^[-+]?(?:0b[01]+|0o?[0-7]+|0x[\da-f]+|0|[1-9]\d*)$/i;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Characters that Go's reader refuses, but this parser accepts. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/u;

/** Line breaks of YAML 1.1 that YAML 1.2 treats as ordinary characters. */
const OTHER_LINE_BREAK = /[\u0085\u2028\u2029]/u;

/**
 * Numbers as go-yaml v2 resolves them: not `12:30:45` or dates, but `0o17`, `0X1F` and `1_000`.
 * @see https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go
 */
const NUMBERS = ["int", "float"].map((name): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  test: /^(?:[-+.\d][-+.\w]*)$/,
  resolve: (text, onError) => {
    if (NOT_FINITE.test(text)) onError("JSON has no such number");
    const digits = text.replaceAll("_", "");
    if (INTEGER.test(digits)) return integerOf(digits);
    const number = FLOAT.test(digits) ? Number(digits) : Number.NaN;
    return Number.isFinite(number) ? number : text;
  },
}));

const REPLACED = new Set(["int", "float", "timestamp", "binary"].map((name) => `tag:yaml.org,2002:${name}`));

/**
 * Parses YAML as kubectl does (sigs.k8s.io/yaml, which is go-yaml v2: YAML 1.1). Never throws.
 * @param purpose `read`: the first of several documents and the last of duplicate keys count, as in kubectl; such a
 *   text is not safe to `edit`
 * @returns the document, or its problem, which quotes nothing
 */
export function parseAsGo(text: string, purpose: "read" | "edit" = "edit"): GoYaml | { readonly problem: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.1",
    customTags: (tags) => [...NUMBERS, ...tags.filter(isKept)],
    keepSourceTokens: true,
    lineCounter: lines,
    // The package compares each key with all the others: 10 s for a mapping of 30 000.
    uniqueKeys: false,
    logLevel: "error",
    prettyErrors: false,
  });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const odd = FORBIDDEN.exec(text) ?? OTHER_LINE_BREAK.exec(text);
  if (odd !== null) {
    const code = odd[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return { problem: `it contains the control character U+${code} (line ${lineOf(odd.index)})` };
  }
  const error = document.errors.find(({ code }) => code !== "MULTIPLE_DOCS");
  if (error !== undefined) return { problem: describeError(error, lineOf) };
  const doubt = doubtAbout(document, lineOf);
  if (doubt !== undefined && purpose === "edit") return { problem: doubt };
  const directive = document.directives.yaml;
  if (directive.explicit === true && directive.version !== "1.1") {
    return { problem: `it declares %YAML ${directive.version}, but kubectl reads only YAML 1.1` };
  }
  try {
    // Aliases without an anchor, and those that expand without end, fail only here.
    const value: unknown = document.toJS();
    return { document, value: value ?? undefined, lineOf, doubt };
  } catch {
    return { problem: "it has aliases without an anchor, or too many of them" };
  }
}

/** What kubectl does not care about, but an edit would have to decide. */
function doubtAbout(document: Document, lineOf: GoYaml["lineOf"]): string | undefined {
  const several = document.errors.find(({ code }) => code === "MULTIPLE_DOCS");
  if (several !== undefined)
    return `it contains several YAML documents (line ${lineOf(several.pos[0])}); kubectl reads the first one only`;
  const twice = firstKeyTwice(document);
  return twice === undefined ? undefined : `it has a key twice (line ${lineOf(twice)}); kubectl reads the last one`;
}

/** The offset of the first key that its mapping has already. */
function firstKeyTwice(document: Document): number | undefined {
  let first: number | undefined;
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const offset = key.range?.[0];
        if (seen.has(key.value) && offset !== undefined) first = Math.min(first ?? offset, offset);
        seen.add(key.value);
      }
    },
  });
  return first;
}

function describeError({ code, pos }: YAMLError, lineOf: GoYaml["lineOf"]): string {
  const line = `(line ${lineOf(pos[0])})`;
  if (code === "TAG_RESOLVE_FAILED") return `it has a number that JSON cannot represent ${line}`;
  return `it is not YAML ${line}`;
}

function isKept(tag: Tags[number]): boolean {
  return typeof tag !== "object" || !REPLACED.has(tag.tag);
}

/** Beyond 2^53 every digit counts. */
function integerOf(digits: string): number | bigint {
  const [, sign = "", unsigned = ""] = /^([-+]?)(.*)$/.exec(digits) ?? [];
  const octal = unsigned.replace(/^0(?=[0-7])/, "0o");
  const big = BigInt(octal) * (sign === "-" ? -1n : 1n);
  const number = Number(big);
  return Number.isSafeInteger(number) ? number : big;
}
