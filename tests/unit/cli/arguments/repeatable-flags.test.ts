import { expect, test } from "bun:test";
import { type Command, defineCommand } from "../../../../src/cli/command.ts";
import type { Flags } from "../../../../src/cli/arguments/flag.ts";
import { resolveFlags } from "../../../../src/cli/arguments/flag-values.ts";
import { parseArguments } from "../../../../src/cli/arguments/parse-arguments.ts";

const flags = { cake: { type: "string", alias: "c", repeatable: true } } as const satisfies Flags;
const bake: Command = defineCommand({ meta: { name: "bake", description: "Bake" }, args: flags });

async function cakes(...argv: string[]): Promise<unknown> {
  const { given } = await parseArguments(argv, bake, {});
  return resolveFlags(flags, given, {}).values["cake"];
}

test.each([
  [
    ["--cake", "plum", "-c", "apple", "-cnut"],
    ["plum", "apple", "nut"],
  ],
  [["--cake=plum"], ["plum"]],
  [["--cake="], []],
  [[], []],
])("%j is the list %j", async (argv, list) => {
  expect(await cakes(...argv)).toEqual(list);
});

test("a required one must be given at least once", () => {
  const required = { cake: { ...flags.cake, required: true } } as const satisfies Flags;
  expect(() => resolveFlags(required, new Map(), {})).toThrow("--cake is missing");
});

test("a command may take a flag of all commands several times, before and after its own name", async () => {
  const globals = { cake: { type: "string", env: "CAKE", default: "none" } } as const satisfies Flags;
  const root: Command = { meta: { name: "tool", description: "Tool" }, subCommands: { bake } };
  const { given } = await parseArguments(["--cake", "plum", "bake", "--cake", "apple"], root, globals);
  expect(resolveFlags(flags, given, { CAKE: "nut" }, globals).values["cake"]).toEqual(["plum", "apple"]);
  expect(resolveFlags(flags, new Map([["cake", "plum"]]), {}, globals).values["cake"]).toEqual(["plum"]);
});
