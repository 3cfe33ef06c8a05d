import { isAlias, isCollection, isScalar, type Node, parseDocument, visit } from "yaml";

/** What is secret in a text of YAML. */
export interface Secrets {
  /** Where they stand: offsets of the first character, and of the one after the last. */
  readonly ranges: readonly (readonly [start: number, end: number])[];
  /** What they say, word for word and line for line, for where they are repeated: in a comment, in another entry. */
  readonly words: readonly string[];
}

/** Fields of any depth whose values are secret. `value` is that of an environment variable, `config` an auth provider's. */
const SECRET_KEY = /(?:token|secret|password|passphrase|key-data|api-?key)$|^(?:value|config)$/i;

/** Arguments of other plugins, such as `--oidc-client-secret=…`, or with the value as the next one. */
const SECRET_ARGUMENT = /^--?[\w-]*(?:token|secret|password|passphrase|api-?key)(?<value>=|$)/i;

/** Shorter ones are words of a language, which would be blanked in places where they are no secret. */
const SHORTEST_WORD = 8;

/** Finds the secrets of a kubeconfig, in any style of YAML or JSON. In a text that is neither, everything is one. */
export function findSecrets(text: string): Secrets {
  const document = parseDocument<Node>(text, { logLevel: "error" });
  if (document.errors.length > 0) return { ranges: [[0, text.length]], words: [] };
  const nodes = new Set<Node>();
  const add = (value: unknown): void => {
    const node = isAlias(value) ? value.resolve(document) : value;
    if (!(isScalar(node) || isCollection(node)) || nodes.has(node)) return;
    nodes.add(node);
    visit(node, { Alias: (_, alias) => add(alias) });
  };
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !SECRET_KEY.test(String(key.value))) return undefined;
      add(value);
      return visit.SKIP;
    },
    Seq: (_, { items }) => {
      items.forEach((item, at) => {
        const argument = isScalar(item) ? SECRET_ARGUMENT.exec(String(item.value)) : null;
        if (argument !== null) add(argument.groups?.["value"] === "=" ? item : items[at + 1]);
      });
    },
  });
  return {
    ranges: [...nodes].flatMap(({ range }) => (range ? [[range[0], range[1]] as const] : [])),
    words: [...nodes].flatMap(stringsIn).flatMap(linesOf),
  };
}

/** Every scalar of a node. */
function stringsIn(node: Node): string[] {
  const strings: string[] = [];
  visit(node, { Scalar: (key, { value }) => void (key !== "key" && strings.push(String(value))) });
  return strings;
}

function linesOf(secret: string): string[] {
  return secret
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST_WORD);
}
