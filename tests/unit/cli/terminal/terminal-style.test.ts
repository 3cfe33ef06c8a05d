import { expect, test } from "bun:test";
import { terminalStyle } from "../../../../src/cli/terminal/terminal-style.ts";

test.each([
  ["on a terminal", true, {}, "\u001B[31mno\u001B[0m"],
  ["into a pipe", false, {}, "no"],
  ["with NO_COLOR", true, { NO_COLOR: "1" }, "no"],
  ["with an empty NO_COLOR, which counts as unset", true, { NO_COLOR: "" }, "\u001B[31mno\u001B[0m"],
  ["on a dumb terminal", true, { TERM: "dumb" }, "no"],
])("red %s", async (_, terminal, env, shown) => {
  const style = await terminalStyle({ env, isTerminal: () => Promise.resolve(terminal) }, "stdout");
  expect(style.red("no")).toBe(shown);
});

test("the stream that is written to is the one that decides", async () => {
  const world: Parameters<typeof terminalStyle>[0] = {
    env: {},
    isTerminal: (stream) => Promise.resolve(stream === "stderr"),
  };
  expect((await terminalStyle(world, "stdout")).bold("x")).toBe("x");
  expect((await terminalStyle(world, "stderr")).bold("x")).not.toBe("x");
});
