import { expect, test } from "bun:test";
import { assert, array, constantFrom, property } from "fast-check";
import { unifiedDiff } from "../../../src/get-kubeconfig/unified-diff.ts";

const lines = (...names: string[]): string => names.map((name) => `${name}\n`).join("");

test("a change is shown with three lines around it", () => {
  expect(
    unifiedDiff(lines("a", "b", "c", "d", "e", "f", "g", "h"), lines("a", "b", "c", "d", "E", "f", "g", "h")),
  ).toEqual(["@@", " b", " c", " d", "-e", "+E", " f", " g", " h"]);
});

test("two texts that are equal have no difference", () => {
  expect(unifiedDiff("a\n", "a\n")).toEqual([]);
});

const SECRET = "fake-secret-of-another-user";

test.each([
  ["plain", `token: ${SECRET}`, "token: …"],
  ["quoted", `"password": "${SECRET}" # mine`, '"password": … # mine'],
  ["in single quotes", `client-secret: '${SECRET}'`, "client-secret: …"],
  ["literal", `client-key-data: |\n  ${SECRET}\n  more`, "client-key-data: …\n  …\n  …"],
  ["folded", `id-token: >-\n  ${SECRET}\n\n  more`, "id-token: …\n  …\n\n  …"],
  ["plain, over two lines", `token:\n  ${SECRET}\n  more`, "token:\n  …\n  …"],
  ["quoted, over two lines", `token: "${SECRET}\n  more"`, "token: …\n  …"],
  ["after a tag", `token: !!str ${SECRET}`, "token: !!str …"],
  ["as a complex key's value", `? token\n: ${SECRET}`, "? token\n: …"],
  ["in a list", `- refresh-token: ${SECRET}`, "- refresh-token: …"],
  ["in flow style", `users: [{user: {token: ${SECRET}}, name: me}]`, "users: [{user: {token: …}, name: me}]"],
  ["in JSON", `{"users":[{"user":{"token":"${SECRET}","a":1}}]}`, '{"users":[{"user":{"token":…,"a":1}}]}'],
  ["as two in one line", `{token: ${SECRET}, password: ab}`, "{token: …, password: …}"],
  ["as a number", "password: 12345", "password: …"],
  ["in an environment variable", `env:\n- name: A\n  value: ${SECRET}`, "env:\n- name: A\n  value: …"],
  ["in an auth provider", `auth-provider:\n  config:\n    any: ${SECRET}`, "auth-provider:\n  config:\n    …"],
  ["in an argument", `args: [--oidc-client-secret=${SECRET}, -v]`, "args: […, -v]"],
  ["in the next argument", `args:\n- --token\n- ${SECRET}`, "args:\n- --token\n- …"],
  ["behind an alias", `x: &a ${SECRET}\ntoken: *a`, "x: &a …\ntoken: *a"],
  ["behind an alias in a secret", `x: &a ${SECRET}\nconfig: {b: *a}`, "x: &a …\nconfig: …"],
  ["within a secret", `{config: {token: ${SECRET}}, a: b}`, "{config: …, a: b}"],
  ["repeated elsewhere", `token: ${SECRET}\nother: is ${SECRET}`, "token: …\nother: is …"],
  ["repeated in a comment", `# was ${SECRET}\ntoken: ${SECRET}`, "# was …\ntoken: …"],
  ["commented out", `# token: ${SECRET}\na: b`, "# token: …\na: b"],
  ["in a URL", `proxy-url: http://me:${SECRET}@proxy:1`, "proxy-url: http://…@proxy:1"],
  ["in a broken text", `token: {\n${SECRET}`, "…\n…"],
])("a secret %s is not shown", (_, text, shown) => {
  const marked = (mark: string): string[] => shown.split("\n").map((line) => mark + line);
  expect(unifiedDiff("", `${text}\n`)).toEqual(marked("+"));
  expect(unifiedDiff(`${text}\n`, "")).toEqual(marked("-"));
});

test.each([
  "client-certificate-data: Q0VSVA==",
  "certificate-authority-data: Q0VSVA==",
  "args: [get-token, --cluster-id, c1]",
  "tokenFile: /run/token",
])("what is no secret is shown: %j", (line) => {
  expect(unifiedDiff("", lines(line))).toEqual([`+${line}`]);
});

test("a secret that changes is seen to change", () => {
  expect(unifiedDiff("token: fake-secret-one\n", "token: fake-secret-two\n")).toEqual(["-token: …", "+token: …"]);
});

test("a secret that goes is blanked where it stays: in a comment", () => {
  const comment = `# was ${SECRET}\n`;
  expect(unifiedDiff(`${comment}token: ${SECRET}\n`, comment)).toEqual([" # was …", "-token: …"]);
});

test("what is left of any two texts, without the marks, is these texts", () => {
  const text = array(constantFrom("a", "b", "c"), { maxLength: 8 });
  assert(
    property(text, text, (before, after) => {
      const diff = unifiedDiff(lines(...before), lines(...after));
      const without = (mark: string): string[] =>
        diff.filter((line) => line !== "@@" && !line.startsWith(mark)).map((line) => line.slice(1));
      // Far from any change lines are left out: only the rest can be compared.
      if (diff.includes("@@") || diff.length === 0) return;
      expect(before.join("")).toStartWith(without("+").join(""));
      expect(after.join("")).toStartWith(without("-").join(""));
    }),
  );
});
