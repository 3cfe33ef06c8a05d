import { expect, test } from "bun:test";
import type { Flags } from "../../../src/cli/arguments/flag.ts";
import type { Command } from "../../../src/cli/command.ts";
import { rootCommand } from "../../../src/cli/commands/root.ts";
import { globalFlags } from "../../../src/cli/flags/global-flags.ts";
import { parseArguments } from "../../../src/cli/arguments/parse-arguments.ts";

async function commandsUnder(command: Command, path: string): Promise<(readonly [string, Command])[]> {
  const below = await Promise.all(
    Object.entries(command.subCommands ?? {}).map(async ([name, sub]) =>
      commandsUnder(typeof sub === "function" ? await sub() : sub, `${path} ${name}`),
    ),
  );
  return [[path, command], ...below.flat()];
}

const commands = await commandsUnder(rootCommand, "ack-ram-tool");

/** The words of this tool's first command in an example, quotes taken away. */
function words(example: string): string[] {
  const line = example.split(/ (?:&&|>|\||#) ?/).find((part) => part.startsWith("ack-ram-tool ")) ?? "";
  return line.split(/\s+/).flatMap((word) => word.replaceAll("'", "") || []);
}

test.each(commands)("%s has examples, and each of them is a line that the tool takes", async (_, { examples = [] }) => {
  expect(examples).not.toBeEmpty();
  for (const [program, ...argv] of examples.map(words)) {
    expect(program).toBe("ack-ram-tool");
    const { mistake, path } = await parseArguments(argv, rootCommand, globalFlags);
    expect(mistake).toBeUndefined();
    expect(path.at(-1)).toHaveProperty("run");
  }
});

test("a flag's name has a value in all commands that have it, or in none, so that it can be read before the command is known", () => {
  const kinds = new Map<string, Set<boolean>>();
  for (const [, { args = {} }] of commands) {
    const flags: Flags = { ...globalFlags, ...args };
    for (const [name, { type, alias, otherNames = [] }] of Object.entries(flags)) {
      if (type === "positional") continue;
      for (const word of [`--${name}`, alias && `-${alias}`, ...otherNames.map((other) => `--${other}`)]) {
        if (word !== undefined) kinds.set(word, (kinds.get(word) ?? new Set()).add(type === "boolean"));
      }
    }
  }
  expect([...kinds].flatMap(([word, kind]) => (kind.size > 1 ? [word] : []))).toEqual([]);
});
