import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { execSection } from "../../../src/kubeconfig/exec-section.ts";
import { type KubeconfigEntry, newKubeconfig } from "../../../src/kubeconfig/kubeconfig-entry.ts";
import { parseKubeconfig } from "../../../src/kubeconfig/parse-kubeconfig.ts";
import { putEntries } from "../../../src/kubeconfig/put-entries.ts";
import { blockYaml } from "../../../src/kubeconfig/yaml/quoting.ts";
import { KUBECTL } from "../../support/kubectl.ts";

// kubectl reads YAML 1.1 through Go's sigs.k8s.io/yaml: it is the judge of what we write.

const WORDS =
  "y Y n N yes Yes YES no No NO on On ON off Off OFF true True false null Null NULL ~ . .. .5 5. +1 -1 010 0o17 0b11 0x1F 1_000 1e3 1E3 1e400 -1.5e-3 .inf -.inf .nan NaN inf Infinity 12:30:45 1:2 190:20:30 2001-12-14 2001-12-14T21:59:43Z << = == - -- --- ... ? : ! !x & &a * *a | > % @ ` , [ ] { } [] {} # a#b 'a' \"a\" \\ a\\nb / //".split(
    " ",
  );
const SPACED = [
  "a: b",
  "a #b",
  " a",
  "a ",
  "- a",
  "? a",
  "a\tb",
  "a\nb",
  "a\r\nb",
  "a\n\nb",
  "\n",
  " ",
  "key: [x",
  "{a: 1}",
];
const ODD = Array.from(
  "\u0000\u0007\u001B\u007F\u0080\u0085\u009F\u00A0\u00AD\u200B\u200E\u2028\u2029\u202E\u2060\uFEFF\uFFFD\u{1F600}集é",
).flatMap((character) => [character, `a${character}b`, `${character}x`, `x${character}`]);
const NUMBERS = Array.from({ length: 60 }, (_, at) => [String(at * 7919), `0${at}`, `${at}.0`, `${at}e${at}`]).flat();
const NAMES = [...new Set([...WORDS, ...SPACED, ...ODD, ...NUMBERS])];

const entryOf = (name: string): KubeconfigEntry => ({
  contextName: name,
  clusterName: name,
  userName: name,
  cluster: { server: "https://127.0.0.1:6443", "certificate-authority-data": "Q0E=" },
  exec: execSection(
    "ack-ram-tool",
    ["credential-plugin", "get-credential", "--profile-name", name],
    "v1beta1",
    "ack-ram-tool get-kubeconfig --write",
  ),
});

function mergeKubeconfig(text: string, entries: readonly KubeconfigEntry[], current: string | undefined): string {
  const { kubeconfig, changedTo } = parseKubeconfig(text, "config");
  return changedTo(putEntries(kubeconfig, entries, current));
}

const named = v.looseObject({ name: v.string() });
const kubectlView = v.looseObject({
  "current-context": v.string(),
  clusters: v.array(named),
  contexts: v.array(
    v.looseObject({ name: v.string(), context: v.looseObject({ cluster: v.string(), user: v.string() }) }),
  ),
  users: v.array(
    v.looseObject({
      name: v.string(),
      user: v.looseObject({ exec: v.optional(v.looseObject({ args: v.array(v.string()) })) }),
    }),
  ),
});

const FOREIGN = `apiVersion: v1
kind: Config
current-context: other
clusters:
- {name: other, cluster: {server: "https://127.0.0.1:1"}}
contexts:
- {name: other, context: {cluster: other, user: other}}
users:
- name: other
  user:
    token: "010"
`;

/** The names, without that of the entry that was there before. */
const ours = (names: readonly { readonly name: string }[]) =>
  names
    .map(({ name }) => name)
    .filter((name) => name !== "other")
    .toSorted();

describe.skipIf(KUBECTL === null)(
  `kubectl reads ${NAMES.length} odd names as they are (skipped where it is not installed)`,
  () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "odd-names-"));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    const entries = NAMES.map(entryOf);
    test.each<[string, () => string]>([
      ["in a kubeconfig of its own", () => blockYaml(newKubeconfig(entries, NAMES[0] ?? ""))],
      ["in an empty file", () => mergeKubeconfig("", entries, NAMES[0])],
      ["beside others, which stay", () => mergeKubeconfig(FOREIGN, entries, NAMES[0])],
      [
        "in place of entries with the same names",
        () => {
          const changed = entries.map((entry) => ({ ...entry, cluster: { server: "https://127.0.0.1:2" } }));
          return mergeKubeconfig(mergeKubeconfig(FOREIGN, changed, NAMES[0]), entries, NAMES[0]);
        },
      ],
      [
        "in a JSON file",
        () => {
          const json = JSON.stringify(
            { apiVersion: "v1", kind: "Config", clusters: [], contexts: [], users: [] },
            null,
            2,
          );
          return mergeKubeconfig(json, entries, NAMES[0]);
        },
      ],
    ])("%s", async (what, text) => {
      const path = join(folder, "config");
      await writeFile(path, text());
      const argv = [KUBECTL ?? "", "config", "view", "--raw", "--output", "json", "--kubeconfig", path];
      const { stdout, stderr } = Bun.spawnSync(argv, { env: {} });
      expect(stderr.toString()).toBe("");
      const view = v.parse(kubectlView, JSON.parse(stdout.toString()));
      const expected = NAMES.toSorted();
      expect(ours(view.contexts)).toEqual(expected);
      expect(ours(view.clusters)).toEqual(expected);
      expect(ours(view.users)).toEqual(expected);
      expect(view["current-context"]).toBe(NAMES[0] ?? "");
      for (const { name, user } of view.users) {
        if (name !== "other") expect(user.exec?.args.at(-1)).toBe(name);
      }
      if (what.includes("others, which stay")) expect(stdout.toString()).toContain('"token": "010"');
    });
  },
);
