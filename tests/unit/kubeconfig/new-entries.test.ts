import { describe, expect, test } from "bun:test";
import { parse } from "yaml";
import { execSection } from "../../../src/kubeconfig/exec-section.ts";
import type { KubeconfigEntry } from "../../../src/kubeconfig/kubeconfig-entry.ts";
import { parseKubeconfig } from "../../../src/kubeconfig/parse-kubeconfig.ts";
import { putEntries } from "../../../src/kubeconfig/put-entries.ts";

const entry = (name: string): KubeconfigEntry => ({
  clusterName: name,
  contextName: name,
  userName: name,
  cluster: { server: "https://192.0.2.1:6443" },
  exec: execSection(
    "ack-ram-tool",
    ["credential-plugin", "get-credential", "--cluster-id", "c1"],
    "v1beta1",
    "ack-ram-tool get-kubeconfig --write",
  ),
});

const BLOCK = `# mine
x: 010 # eight
clusters:
- cluster:
    server: https://127.0.0.1:1 # mine
  name: k
contexts:
- context: {cluster: k, user: k}
  name: k

# the users
users:
- name: k
  user: {token: '010', z: 272000012345678901}
# behind them
current-context: k
z: 1e400
`;

function appendEntries(text: string, entries: readonly KubeconfigEntry[], current?: string): string {
  const { kubeconfig, changedTo } = parseKubeconfig(text, "/kube/config");
  return changedTo(putEntries(kubeconfig, entries, current));
}

/** The text without the lines that were added. */
function withoutAdded(text: string, result: string): string {
  const known = text.split("\n");
  const left: string[] = [];
  let at = 0;
  for (const line of result.split("\n")) {
    if (line === known[at]) {
      left.push(line);
      at += 1;
    }
  }
  return left.join("\n");
}

describe("new entries are added, and every existing line is kept", () => {
  test.each([
    ["block style", BLOCK],
    ["indented lists", BLOCK.replaceAll(/^(- |  (?=[a-z]|  ))/gm, "  $1")],
    ["CRLF", BLOCK.replaceAll("\n", "\r\n")],
    ["no line end at the end", `${BLOCK}users2: 1`],
    ["empty lists", "clusters: []\ncontexts: []\nusers: []\ncurrent-context: k\nz: 010\n"],
    ["lists of nothing", "clusters: null\ncontexts:\nusers: ~\ncurrent-context: k\nz: 010\n"],
    ["no lists", "current-context: k\nz: 010\n"],
    ["no lists and no line end", "current-context: k\nz: 010"],
  ])("%s", (_, text) => {
    const result = appendEntries(text, [entry("a"), entry("b")]);
    const { clusters, contexts, users, ...rest } = parse(text);
    expect(parse(result)).toEqual({
      ...rest,
      clusters: [...(clusters ?? []), ...["a", "b"].map((name) => ({ cluster: entry(name).cluster, name }))],
      contexts: [...(contexts ?? []), ...["a", "b"].map((name) => ({ context: { cluster: name, user: name }, name }))],
      users: [...(users ?? []), ...["a", "b"].map((name) => ({ name, user: { exec: entry(name).exec } }))],
    });
    if (!/^clusters: ?\S/m.test(text)) expect(withoutAdded(text, result)).toBe(text);
    if (text.includes("\r\n")) expect(result.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("JSON stays JSON", () => {
    const text = `{
  "x": 1e400,
  "clusters": [
    {"name": "k", "cluster": {"server": "https://127.0.0.1:1"}}
  ],
  "contexts": [{"name": "k", "context": {"cluster": "k", "user": "k"}}],
  "users": [ {"name": "k", "user": {}} ],
  "current-context": "k"
}
`;
    const result = appendEntries(text, [entry("a")], "a");
    expect(JSON.parse(result)).toMatchObject({ "current-context": "a", users: [{ name: "k" }, { name: "a" }] });
    expect(result).toBe(
      text
        .replace(
          '1"}}\n',
          `1"}},\n    ${JSON.stringify({ cluster: entry("a").cluster, name: "a" }, null, 2).replaceAll("\n", "\n    ")}\n`,
        )
        .replace('"k"}}]', '"k"}}, {"context":{"cluster":"a","user":"a"},"name":"a"}]')
        .replace("{}} ]", `{}}, ${JSON.stringify({ name: "a", user: { exec: entry("a").exec } })} ]`)
        .replace('context": "k"', 'context": "a"'),
    );
  });

  test("an existing entry is not added again", () => {
    const once = appendEntries(BLOCK, [entry("a"), entry("a")]);
    expect(appendEntries(once, [entry("a")])).toBe(once);
  });
});
