import * as fc from "fast-check";

// Texts of kubeconfigs as people, kubectl, other clouds' tools and templates write them.

/** Values of unknown fields and extensions that one reader or another reads differently. */
const ODD_SCALARS = fc.constantFrom(
  ..."010 +1 1e400 0o17 0x1F 1_000 yes no on ~ null .5 5. -0 272000012345678901 12:30:45 2024-01-01 1e3 'it''s' \"a\\u0085b\" \"\" ''".split(
    " ",
  ),
  '"a b"',
  "plain words, and more",
  "[1, 0o7, {a: yes}]",
  "{a: 1e3, 'b': [x]}",
  "{}",
  "[]",
);

const TEXTS = fc.constantFrom(
  "https://127.0.0.1:6443",
  '"https://127.0.0.1:1/a?b=#c"',
  "'https://10.0.0.1'",
  "dev # not prod",
  '"010"',
  "'no'",
);

const NAMES = [
  "kind",
  "a",
  "b-1",
  "arn:aws:eks:eu-west-1:1:cluster/x",
  "user@host",
  '"010"',
  "'yes'",
  '"12:30"',
  "ours",
  "é 集",
];

interface Item {
  readonly name: string;
  readonly isFlow: boolean;
  readonly nameFirst: boolean;
  readonly comment: string;
  readonly text: string;
  readonly odd: string;
  /** 0: none; 1: an anchor; 2: an alias for the last anchor; 3: merges the last anchor. */
  readonly share: number;
  readonly hasConflict: boolean;
}

const item: fc.Arbitrary<Item> = fc.record({
  name: fc.constantFrom(...NAMES),
  isFlow: fc.boolean(),
  nameFirst: fc.boolean(),
  comment: fc.constantFrom("", "", "# mine", "#", "# users: []", "\n# alone\n"),
  text: TEXTS,
  odd: ODD_SCALARS,
  share: fc.constantFrom(0, 0, 0, 1, 2, 3),
  hasConflict: fc.boolean(),
});

const items = fc.uniqueArray(item, { maxLength: 5, selector: ({ name }) => name });

/** Texts of kubeconfigs, most of which kubectl can read. */
export const kubeconfigTexts: fc.Arbitrary<string> = fc
  .record({
    lists: fc.record({ clusters: items, contexts: items, users: items }),
    order: fc.constantFrom(["clusters", "contexts", "users"], ["users", "clusters", "contexts"], ["contexts", "users"]),
    empty: fc.constantFrom(" []", ":null", " null", "", " # none"),
    indent: fc.constantFrom(0, 2, 4),
    head: fc.constantFrom(
      "",
      "\uFEFF",
      "---\n",
      "# my clusters\n\n",
      "apiVersion: v1\nkind: Config\n",
      "kind: Config\npreferences: {}\n",
    ),
    tail: fc.constantFrom(
      "",
      "current-context: kind\n",
      "current-context: ''\n# end\n",
      "x-odd: 010\n",
      "\n# the end",
      "...\n",
    ),
    lineEnd: fc.constantFrom("\n", "\n", "\r\n"),
    isOpen: fc.boolean(),
    json: fc.constantFrom(0, 0, 0, 1, 2, 3),
    cut: fc.constantFrom(1, 1, 1, 1, 0.9, 0.5),
  })
  .map(({ lists, order, empty, indent, head, tail, lineEnd, isOpen, json, cut }) => {
    if (json > 0) return jsonText(lists, json);
    const body = order.map((list) => listText(list, lists[list], empty, indent));
    const text = (head + body.join("") + tail).replaceAll("\n", lineEnd);
    const whole = isOpen ? text.replace(/\r?\n$/, "") : text;
    return whole.slice(0, Math.ceil(whole.length * cut));
  });

const KIND = { clusters: "cluster", contexts: "context", users: "user" } as const;

function listText(list: keyof typeof KIND, entries: readonly Item[], empty: string, indent: number): string {
  if (entries.length === 0) return `${list}:${empty.replace(/^:/, " ")}\n`;
  let anchor = 0;
  const lines = entries.map((entry) => {
    const fields = fieldsOf(list, entry);
    const isShared = entry.share >= 2 && anchor > 0;
    if (entry.share === 1) anchor += 1;
    const mark = entry.share === 1 ? ` &${list}${anchor}` : "";
    const alias = `*${list}${anchor}`;
    const value =
      isShared && entry.share === 2
        ? ` ${alias}`
        : entry.isFlow
          ? `${mark} {${[...(isShared ? [`<<: ${alias}`] : []), ...fields.map(([key, text]) => `${key}: ${text.replace(/ #.*/, "")}`)].join(", ")}}`
          : `${mark}\n${[...(isShared ? [`    <<: ${alias}`] : []), ...fields.map(([key, text]) => `    ${key}: ${text}`)].join("\n")}`;
    const named = `name: ${entry.name}`;
    const said = `${KIND[list]}:${value}`;
    const [first, second] = entry.nameFirst ? [named, said] : [said, named];
    const comment = entry.comment.includes("\n") ? entry.comment : ` ${entry.comment}\n`;
    return `- ${first.trimEnd()}${entry.nameFirst ? comment : "\n"}  ${second}\n`;
  });
  const text = lines.join("");
  return `${list}:\n${text.replaceAll(/^(?=.)/gm, " ".repeat(indent))}`;
}

function fieldsOf(list: keyof typeof KIND, { text, odd, hasConflict, name }: Item): (readonly [string, string])[] {
  const extension = ["extensions", `[{name: x, extension: {v: ${odd}}}]`] as const;
  if (list === "clusters") {
    return [
      ["server", text],
      ...(hasConflict ? ([["insecure-skip-tls-verify", "true"]] as const) : []),
      ["x-odd", odd],
      extension,
    ];
  }
  if (list === "contexts") return [["cluster", name], ["user", name], ["namespace", text], extension];
  return [
    ["token", text],
    ...(hasConflict
      ? ([
          ["username", "bob"],
          ["password", "'x'"],
        ] as const)
      : []),
    ["x-odd", odd],
    extension,
  ];
}

function plain(text: string): string {
  return text.replace(/ #.*/, "").replace(/^(["'])(.*)\1$/, "$2");
}

function jsonText(lists: Readonly<Record<keyof typeof KIND, readonly Item[]>>, style: number): string {
  const listOf = (list: keyof typeof KIND) =>
    lists[list].map((entry) => ({
      name: plain(entry.name),
      [KIND[list]]: Object.fromEntries(
        fieldsOf(list, entry)
          .filter(([key]) => key !== "extensions")
          .map(([key, text]) => [key, text === "true" ? true : plain(text)]),
      ),
    }));
  const kubeconfig = {
    kind: "Config",
    clusters: lists.clusters.length === 0 ? null : listOf("clusters"),
    contexts: listOf("contexts"),
    users: listOf("users"),
    "x-odd": [1, 2.5e-7, null],
  };
  return JSON.stringify(kubeconfig, null, [undefined, undefined, 4, "\t"][style]) + (style === 1 ? "" : "\n");
}
