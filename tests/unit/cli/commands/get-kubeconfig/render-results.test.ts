import { expect, test } from "bun:test";
import { renderResults } from "../../../../../src/cli/commands/get-kubeconfig/render-results.ts";
import { terminalStyle } from "../../../../../src/cli/terminal/terminal-style.ts";

const results = [
  { name: "one", findings: [{ verdict: "ok", text: "good" }] },
  {
    name: "longer",
    findings: [
      { verdict: "failure", text: "bad\n  - for a reason", fix: "mend it" },
      { verdict: "warning", text: "odd" },
    ],
  },
  { name: "last", findings: [{ verdict: "skipped", text: "not looked at" }] },
  { name: "silent", findings: [] },
] as const;

test("a mark, the check and what it found stand in columns, the fix below", async () => {
  const plain = await terminalStyle({ env: {}, isTerminal: () => Promise.resolve(false) }, "stdout");
  expect(renderResults("cluster c1", results, plain)).toBe(
    [
      "cluster c1",
      "",
      "✓  one     good",
      "✗  longer  bad",
      "             - for a reason",
      "           → mend it",
      "!          odd",
      "-  last    not looked at",
    ].join("\n"),
  );
});

test("with colours it takes the same room", async () => {
  const plain = await terminalStyle({ env: {}, isTerminal: () => Promise.resolve(false) }, "stdout");
  const coloured = await terminalStyle({ env: {}, isTerminal: () => Promise.resolve(true) }, "stdout");
  const text = renderResults("cluster c1", results, coloured);
  expect(text).toContain("\u001B[32m✓");
  expect(Bun.stripANSI(text)).toBe(renderResults("cluster c1", results, plain));
});
