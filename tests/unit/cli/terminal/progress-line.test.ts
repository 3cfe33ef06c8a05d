import { expect, test } from "bun:test";
import { progressLine } from "../../../../src/cli/terminal/progress-line.ts";

async function written(env: Readonly<Record<string, string>>, terminal: boolean): Promise<string[]> {
  const lines: string[] = [];
  const isTerminal = (): Promise<boolean> => Promise.resolve(terminal);
  const line = await progressLine({ env, stderr: (text) => lines.push(text), isTerminal });
  line.show("1 of 2");
  line.show("2 of 2");
  line.clear();
  return lines;
}

test("each text takes the place of the one before, and in the end nothing is left", async () => {
  expect(await written({}, true)).toEqual(["1 of 2", "\u001B[1A\u001B[2K2 of 2", "\u001B[1A\u001B[2K\u001B[1A"]);
});

test.each([
  ["into a pipe", {}, false],
  ["on a dumb terminal", { TERM: "dumb" }, true],
])("nothing is written %s", async (_, env, terminal) => {
  expect(await written(env, terminal)).toEqual([]);
});

test("a line that was never shown is not cleared", async () => {
  const lines: string[] = [];
  const world = { env: {}, stderr: (text: string) => lines.push(text), isTerminal: () => Promise.resolve(true) };
  (await progressLine(world)).clear();
  expect(lines).toEqual([]);
});
