import { expect, test } from "bun:test";
import script from "../../../../src/cli/completion/shells/ack-ram-tool.ps1" with { type: "text" };

// The release's smoke test on Windows runs the script; here there is no PowerShell.

test("the PowerShell script's brackets close in the order in which they open", () => {
  const code = script.replaceAll(/'[^'\n]*'|"(?:`.|[^"`\n])*"|#.*$/gm, "");
  const closing = new Map([
    ["(", ")"],
    ["[", "]"],
    ["{", "}"],
  ]);
  const open: string[] = [];
  for (const [bracket] of code.matchAll(/[()[\]{}]/g)) {
    const close = closing.get(bracket);
    if (close === undefined) expect(bracket).toBe(open.pop() ?? "an opening bracket");
    else open.push(close);
  }
  expect(open).toEqual([]);
});

test("the PowerShell script asks the tool, with a blank word for an empty one, which Windows PowerShell would drop", () => {
  expect(script).toContain("__complete @before $typed");
  expect(script).toContain("else { ' ' }");
});
