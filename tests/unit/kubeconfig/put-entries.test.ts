import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import * as v from "valibot";
import { parse } from "yaml";
import { ToolError } from "../../../src/errors/tool-error.ts";
import { execSection } from "../../../src/kubeconfig/exec-section.ts";
import type { KubeconfigEntry } from "../../../src/kubeconfig/kubeconfig-entry.ts";
import { parseKubeconfig } from "../../../src/kubeconfig/parse-kubeconfig.ts";
import { putEntries } from "../../../src/kubeconfig/put-entries.ts";

const entry: KubeconfigEntry = {
  clusterName: "ack-c1",
  contextName: "ack-c1",
  userName: "ack-c1",
  cluster: { server: "https://192.0.2.1:6443", "certificate-authority-data": "Q0E=" },
  exec: execSection(
    "ack-ram-tool",
    ["credential-plugin", "get-credential", "--cluster-id", "c1"],
    "v1beta1",
    "ack-ram-tool get-kubeconfig --write",
  ),
};

function merge(text: string, current?: string, entries: readonly KubeconfigEntry[] = [entry]): string {
  const { kubeconfig, changedTo } = parseKubeconfig(text, "/kube/config");
  return changedTo(putEntries(kubeconfig, entries, current));
}

const EXISTING = `# my clusters
apiVersion: v1
kind: Config
preferences: {}
current-context: kind # the local one
x-team: payments
clusters:
- cluster:
    server: https://127.0.0.1:6443 # kind
    certificate-authority-data: S0lORA==
  name: kind
contexts:
# do not delete
- context:
    cluster: kind
    user: kind
    namespace: dev
  name: kind
users:
- name: kind
  user:
    client-certificate-data: Q0VSVA==
    client-key-data: S0VZ
`;

describe("merging into a kubeconfig", () => {
  test("adds to each list, and leaves every line that was there as it was", () => {
    const merged = merge(EXISTING).split("\n");
    const lines = EXISTING.trimEnd().split("\n");
    expect(merged.filter((line) => lines.includes(line))).toEqual(expect.arrayContaining(lines));
    expect(parse(merge(EXISTING))).toMatchObject({
      "current-context": "kind",
      "x-team": "payments",
      clusters: [{ name: "kind" }, { name: "ack-c1", cluster: entry.cluster }],
      contexts: [{ name: "kind" }, { name: "ack-c1", context: { cluster: "ack-c1", user: "ack-c1" } }],
      users: [{ name: "kind" }, { name: "ack-c1", user: { exec: entry.exec } }],
    });
  });

  test("a second time changes no byte", () => {
    const once = merge(EXISTING);
    expect(merge(once)).toBe(once);
  });

  test("without changes leaves a text in any style as it is", () => {
    const once = merge("");
    const odd = once.replace("kind: Config", '"kind":   "Config"   # odd');
    expect(merge(odd)).toBe(odd);
  });

  test("lists keep their indentation", () => {
    const indented = "clusters:\n  - cluster:\n      server: https://a\n    name: a\ncontexts: []\nusers: []\n";
    expect(merge(indented)).toStartWith(
      "clusters:\n  - cluster:\n      server: https://a\n    name: a\n  - cluster:\n",
    );
    expect(merge(EXISTING)).toContain("\nusers:\n- name: kind\n");
  });

  test("Windows line endings are kept", () => {
    const merged = merge(EXISTING.replaceAll("\n", "\r\n"));
    expect(merged.replaceAll("\r\n", "")).not.toContain("\n");
    expect(merged.replaceAll("\r\n", "\n")).toBe(merge(EXISTING));
  });

  test.each([
    ["an empty file", ""],
    ["a file of comments", "# nothing here yet\n"],
    ["an empty document", "---\n# nothing here yet\n"],
    ["null", "null\n"],
    ["what kubectl writes for nothing", "apiVersion: v1\nkind: Config\nclusters: null\ncontexts: []\n"],
  ])("%s becomes a kubeconfig whose only context is the current one", (_, text) => {
    const merged = merge(text);
    expect(merged).toContain(text.includes("#") ? "# nothing here yet\n" : "");
    expect(parse(merged)).toMatchObject({ "current-context": "ack-c1", users: [{ name: "ack-c1" }] });
    expect(merged).toContain("\nclusters:\n");
  });

  test("the current context changes when that is asked for", () => {
    expect(merge(EXISTING, "ack-c1")).toContain("current-context: ack-c1 # the local one\n");
  });

  test("several clusters in an empty file leave the choice to the user", () => {
    const second = { ...entry, clusterName: "b", contextName: "b", userName: "b" };
    expect(parse(merge("", undefined, [entry, second]))).toMatchObject({ "current-context": "" });
  });
});

describe("an entry of the same name", () => {
  const old = EXISTING.replaceAll("kind\n", "ack-c1\n").replaceAll(/\bkind #/g, "ack-c1 #");
  const document = v.looseObject({
    clusters: v.array(v.looseObject({ cluster: v.unknown() })),
    contexts: v.array(v.looseObject({ context: v.unknown() })),
    users: v.array(v.looseObject({ user: v.unknown() })),
  });
  const parsed = (text: string): v.InferOutput<typeof document> => v.parse(document, parse(text));

  test("gets the new values, and keeps its comments and other fields", () => {
    const merged = merge(old);
    expect(merged).toContain("server: https://192.0.2.1:6443 # ack-c1\n");
    expect(parsed(merged).contexts).toEqual([
      { name: "ack-c1", context: { cluster: "ack-c1", user: "ack-c1", namespace: "dev" } },
    ]);
  });

  test("loses the credentials that would contradict the plugin", () => {
    expect(parsed(merge(old)).users).toEqual([{ name: "ack-c1", user: { exec: entry.exec } }]);
  });

  test("loses a contradicting CA setting", () => {
    const insecure = old.replace("certificate-authority-data: S0lORA==", "insecure-skip-tls-verify: true");
    expect(parsed(merge(insecure)).clusters).toEqual([{ name: "ack-c1", cluster: entry.cluster }]);
  });

  test("keeps the environment that the user gave the plugin", () => {
    const withEnv = merge("").replace(
      "    exec:\n",
      "    exec:\n      env:\n      - name: HTTPS_PROXY\n        value: p\n",
    );
    const other = { ...entry, exec: { ...entry.exec, args: ["credential-plugin", "get-token"] } };
    expect(parsed(merge(withEnv, undefined, [other])).users).toMatchObject([
      { user: { exec: { env: [{ name: "HTTPS_PROXY", value: "p" }], args: ["credential-plugin", "get-token"] } } },
    ]);
  });
});

describe("a file that is not a kubeconfig is refused, and not quoted", () => {
  test.each([
    ["broken YAML", "users: [ {\n\t: token: fake-secret"],
    ["two documents", "kind: Config\n---\ntoken: fake-secret\n"],
    ["a list", "- fake-secret\n"],
    ["clusters that are not a list", "clusters: fake-secret\n"],
    ["an alias without an anchor", "users: []\nextensions: *fake-secret\n"],
    [
      "aliases of aliases",
      `a: &a [fake-secret]\n${["b", "c", "d"]
        .map(
          (key, at) =>
            `${key}: &${key} [${Array(10)
              .fill(`*${"abc"[at] ?? ""}`)
              .join()}]\n`,
        )
        .join("")}`,
    ],
    ["a key twice", "kind: Config\nkind: fake-secret\n"],
  ])("%s", (_, text) => {
    expect(() => merge(text)).toThrow(/^\/kube\/config was left as it is: (?!.*fake-secret)/);
  });
});

test("JSON is YAML, and stays JSON", () => {
  const json = '{"apiVersion":"v1","clusters":[],"contexts":[],"users":[{"name":"a","user":{}}]}';
  expect(parse(merge(json))).toMatchObject({ users: [{ name: "a" }, { name: "ack-c1" }] });
});

test("any text either gets the entry or is refused with a ToolError", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.stringMatching(/^[a-z:\-[\]{}&*!|>\n #]{0,60}$/)), (text) => {
      try {
        expect(parse(merge(text))).toMatchObject({ users: expect.any(Array) });
      } catch (error) {
        expect(error).toBeInstanceOf(ToolError);
      }
    }),
    { numRuns: 200 },
  );
});
