import { describe, expect, test } from "bun:test";
import { type Command, defineCommand } from "../../../../src/cli/command.ts";
import type { Flags, FlagValue } from "../../../../src/cli/arguments/flag.ts";
import { resolveFlags } from "../../../../src/cli/arguments/flag-values.ts";
import { renderHelp } from "../../../../src/cli/arguments/render-help.ts";
import { parseArguments } from "../../../../src/cli/arguments/parse-arguments.ts";

const glaze = { glaze: { type: "string", alias: "g" } } as const satisfies Flags;
const one = { cake: { type: "positional", required: false, valueHint: "CAKE", description: "What to bake" } } as const;
const many = { cake: { type: "positional", repeatable: true, description: "What to bake" } } as const;

function bake(args: Flags): Command {
  return defineCommand({ meta: { name: "bake", description: "Bake" }, args: { ...glaze, ...args } });
}

async function parse(args: Flags, ...argv: string[]) {
  const { given, mistake } = await parseArguments(argv, bake(args), {});
  return { given: Object.fromEntries(given), mistake: mistake?.message };
}

describe("a word that stands alone", () => {
  test.each<[Flags, string[], Record<string, FlagValue>]>([
    [one, ["plum"], { cake: "plum" }],
    [one, ["plum", "--glaze", "sugar"], { cake: "plum", glaze: "sugar" }],
    [one, ["--glaze", "sugar", "plum"], { cake: "plum", glaze: "sugar" }],
    [one, ["--", "--plum"], { cake: "--plum" }],
    [one, ["-"], { cake: "-" }],
    [one, [], {}],
    [many, ["plum", "-gsugar", "apple", "--", "-nut"], { cake: ["plum", "apple", "-nut"], glaze: "sugar" }],
  ])("is the operand of %j in %j", async (args, argv, given) => {
    expect(await parse(args, ...argv)).toEqual({ given, mistake: undefined });
  });

  test.each<[Flags, string[]]>([
    [one, ["plum", "apple"]],
    [one, ["plum", "--", "apple"]],
    [{}, ["apple"]],
    [{}, ["--", "apple"]],
  ])("is a mistake if %j takes none, or no more: %j", async (args, argv) => {
    expect((await parse(args, ...argv)).mistake).toBe('unexpected argument "apple"');
  });

  test("cannot be given as a flag", async () => {
    expect((await parse(one, "--cake", "plum")).mistake).toBe("unknown flag --cake");
  });

  test.each([one, many])("is reported as missing if it is required: %j", (args) => {
    const needed: Flags = { cake: { ...args.cake, required: true } };
    expect(() => resolveFlags(needed, new Map(), {})).toThrow("CAKE is missing");
  });

  test("is in the help by its name", async () => {
    const text = await renderHelp([bake(one)], {});
    expect(text).toMatch(/USAGE\n {2}bake \[FLAGS\] \[CAKE\]\n/);
    expect(text).toMatch(/ARGUMENTS\n {2}\[CAKE\] +What to bake/);
  });
});
