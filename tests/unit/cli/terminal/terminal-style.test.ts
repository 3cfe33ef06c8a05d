import { expect, test } from "bun:test";
import { terminalStyle } from "../../../../src/cli/terminal/terminal-style.ts";

test.each([
  ["on a terminal", true, {}, "\u001B[31mno\u001B[0m"],
  ["into a pipe", false, {}, "no"],
  ["with NO_COLOR", true, { NO_COLOR: "1" }, "no"],
  ["with an empty NO_COLOR, which counts as unset", true, { NO_COLOR: "" }, "\u001B[31mno\u001B[0m"],
  ["on a dumb terminal", true, { TERM: "dumb" }, "no"],
])("red %s", async (_, terminal, env, shown) => {
  const style = await terminalStyle({ env, isTerminal: () => Promise.resolve(terminal) });
  expect(style.red("no")).toBe(shown);
});

test.each([
  ["stderr", "x"],
  ["stdout", "\u001B[1mx\u001B[0m"],
])("only a terminal at standard output counts: %s", async (terminal, shown) => {
  const style = await terminalStyle({ env: {}, isTerminal: (stream) => Promise.resolve(stream === terminal) });
  expect(style.bold("x")).toBe(shown);
});
