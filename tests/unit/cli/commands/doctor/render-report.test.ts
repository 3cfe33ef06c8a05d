import { expect, test } from "bun:test";
import { renderCheckResult } from "../../../../../src/cli/commands/doctor/render-report.ts";
import { terminalStyle } from "../../../../../src/cli/terminal/terminal-style.ts";

const result = {
  name: "path",
  findings: [
    {
      verdict: "failure",
      text: "bad, and that for a reason\n  - which is long",
      fix: "fix it with: some-command --flag",
    },
    { verdict: "warning", text: "odd" },
    { verdict: "skipped", text: "not looked at" },
  ],
} as const;

const plain = await terminalStyle({ env: {}, isTerminal: () => Promise.resolve(false) });
const coloured = await terminalStyle({ env: {}, isTerminal: () => Promise.resolve(true) });

test("a mark, the check and what it found stand in columns, the fix below", () => {
  expect(renderCheckResult(result, plain, undefined)).toBe(
    [
      "✗  path           bad, and that for a reason",
      "                    - which is long",
      "                  → fix it with: some-command --flag",
      "!                 odd",
      "-                 not looked at",
    ].join("\n"),
  );
});

test("on a narrow terminal the text hangs below its column, and a command stays one line", () => {
  expect(renderCheckResult(result, plain, 40)).toBe(
    [
      "✗  path           bad, and that for a",
      "                  reason",
      "                    - which is long",
      "                  → fix it with: some-command --flag",
      "!                 odd",
      "-                 not looked at",
    ].join("\n"),
  );
});

test("with colours it takes the same room", () => {
  const text = renderCheckResult(result, coloured, 40);
  expect(text).toContain("\u001B[31m✗");
  expect(Bun.stripANSI(text)).toBe(renderCheckResult(result, plain, 40));
});
