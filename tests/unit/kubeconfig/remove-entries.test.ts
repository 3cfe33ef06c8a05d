import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { parse, stringify } from "yaml";
import { parseKubeconfig } from "../../../src/kubeconfig/parse-kubeconfig.ts";
import { type Removal, removeEntries } from "../../../src/kubeconfig/remove-entries.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

function removal(users: readonly string[], isCurrent = false): Removal {
  return { contexts: new Set(), users: new Set(users), clusters: new Set(), isCurrent };
}

function removeFrom(text: string, gone: Removal): string {
  const { kubeconfig, changedTo } = parseKubeconfig(text, "/kube/config");
  return changedTo(removeEntries(kubeconfig, gone));
}

function remove(text: string, ...users: string[]): string {
  return removeFrom(text, removal(users));
}

describe("removing entries keeps every other byte", () => {
  test.each<[string, string, string[], string]>([
    [
      "odd scalars and comments",
      "# mine\nx: 010 # eight\nusers:\n- name: a\n  user: {}\n# about b\n- name: b # b\n  n: 272000012345678901\n\nz: 1e400\n",
      ["a"],
      "# mine\nx: 010 # eight\nusers:\n# about b\n- name: b # b\n  n: 272000012345678901\n\nz: 1e400\n",
    ],
    [
      "an indented list",
      "users:\n  - name: a\n  - name: b\n    y: +1\n  - name: c\nz: 1\n",
      ["a"],
      "users:\n  - name: b\n    y: +1\n  - name: c\nz: 1\n",
    ],
    ["the last one", "users:\n  - name: a\n  - name: b\nz: 1\n", ["b"], "users:\n  - name: a\nz: 1\n"],
    ["all of them", "users:\n  - name: a\n  - name: b\nz: 1\n", ["a", "b"], "users: []\nz: 1\n"],
    ["all at the end", "z: 1\nusers:\n- name: a\n", ["a"], "z: 1\nusers: []\n"],
    [
      "a comment at the top of the list",
      "users: # all\n\n  # first\n  - name: a\n  # second\n  - name: b\n",
      ["a"],
      "users: # all\n\n  # first\n  # second\n  - name: b\n",
    ],
    ["CRLF", "users:\r\n- name: a\r\n- name: b\r\nz: 1\r\n", ["a"], "users:\r\n- name: b\r\nz: 1\r\n"],
    ["all with CRLF", "users:\r\n- name: a\r\nz: 1\r\n", ["a"], "users: []\r\nz: 1\r\n"],
    [
      "a list in one line",
      "users: [{name: a}, {name: b}, {name: c}]\nz: 1\n",
      ["a"],
      "users: [{name: b}, {name: c}]\nz: 1\n",
    ],
    ["all of a list in one line", "users: [{name: a}]\nz: 1\n", ["a"], "users: []\nz: 1\n"],
    [
      "JSON",
      '{\n  "users": [\n    {"name": "a"},\n    {"name": "b"},\n    {"name": "c"}\n  ],\n  "z": 1e400\n}\n',
      ["a", "c"],
      '{\n  "users": [\n    {"name": "b"}\n  ],\n  "z": 1e400\n}\n',
    ],
    [
      "an entry that another one shares",
      "users:\n- name: a\n  user: &u {token: '1', z: 2} # a\n- name: b\n  user: *u # b\n- name: c\n  user: *u\n",
      ["a"],
      'users:\n- name: b\n  user: &u {"token":"1","z":2} # b\n- name: c\n  user: *u\n',
    ],
    ["nothing", "users:\n-   name:   a\n", ["b"], "users:\n-   name:   a\n"],
  ])("%s", (_, text, users, expected) => {
    expect(remove(text, ...users)).toBe(expected);
  });

  test("after removing the current context no context is current", () => {
    const text = "current-context: a # the one\nusers: []\n";
    expect(removeFrom(text, removal([], true))).toBe('current-context: "" # the one\nusers: []\n');
  });

  test.each([
    ["two documents", "users:\n- name: a\n---\nusers: []\n", "several YAML documents (line 3)"],
    ["no YAML", "users: [ {\n\t:", "is not YAML (line 2)"],
  ])("%s: refused", async (_, text, why) => {
    const error = await toolErrorOf(() => Promise.resolve(remove(text, "a")));
    expect(error).toMatchObject({ code: "kubeconfig_unusable", exitCode: 1 });
    expect(error.message).toContain(why);
  });

  test("in any style, the other entries keep their lines, order and content", () => {
    const entry = fc.record({
      keep: fc.boolean(),
      value: fc.oneof(fc.string(), fc.integer(), fc.constantFrom("010", "yes", "~", "1e3", "# no", "- x")),
    });
    const style = fc.record({
      indentSeq: fc.boolean(),
      json: fc.boolean(),
      flow: fc.boolean(),
      crlf: fc.boolean(),
      comments: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), style, (entries, { indentSeq, json, flow, crlf, comments }) => {
        const users = entries.map(({ keep, value }, at) => ({
          name: `${keep ? "keep" : "gone"}-${at}`,
          user: { value },
        }));
        const kubeconfig = { kind: "Config", users, "current-context": "x", tail: [1, "2"] };
        const plain = json
          ? JSON.stringify(kubeconfig, null, 2)
          : stringify(kubeconfig, { indentSeq, collectionStyle: flow ? "flow" : "any", lineWidth: 0 });
        const commented =
          comments && !json && !flow
            ? plain.replaceAll(/^( *)- name: (.*)$/gm, "$1# about $2\n$1- name: $2 # $2")
            : plain;
        const text = crlf ? commented.replaceAll("\n", "\r\n") : commented;
        const gone = users.map(({ name }) => name).filter((name) => name.startsWith("gone"));
        const result = remove(text, ...gone);
        expect(parse(result)).toEqual({ ...kubeconfig, users: users.filter(({ name }) => name.startsWith("keep")) });
        if (gone.length === 0) expect(result).toBe(text);
        const lines = new Set(text.split("\n").map((line) => line.trim().replace(/,$/, "")));
        for (const line of result.split("\n")) {
          const known = line.trim().replace(/,$/, "");
          if (!flow && known !== "users: []" && known !== '"users": []') expect(lines).toContain(known);
        }
      }),
      { numRuns: 400 },
    );
  });
});
