import { renderUsage } from "citty";
import { namesOf } from "../../environment.ts";
import type { Command } from "../command.ts";
import type { Flag, Flags } from "./flag.ts";

/**
 * The help of a command, as citty renders it from the same definition that the parser reads, with the environment twins and
 * examples added.
 * @param path the command's ancestors and itself, the root first
 * @param globals the flags that every command has
 */
export async function renderHelp(path: readonly Command[], globals: Flags): Promise<string> {
  const command = path.at(-1);
  if (command === undefined) return "";
  const names = path.map((step) => step.meta.name);
  const flags = shownFlags(command, globals);
  const usage = await renderUsage(
    {
      meta: command.meta,
      args: flags,
      ...(command.subCommands !== undefined && { subCommands: await loadAll(command.subCommands) }),
    },
    { meta: { name: names.slice(0, -1).join(" ") } },
  );
  // citty colours by the environment alone, even into a pipe, and pads the last column.
  const lines = Bun.stripANSI(usage)
    .split("\n")
    .map((line) => line.trimEnd());
  return [...lines, ...environmentLines(flags), ...exampleLines(command)].join("\n").trimEnd();
}

/** A group lists its commands; the flags that all commands share would bury them. */
function shownFlags(command: Command, { help, ...others }: Flags): Flags {
  const own = Object.entries(command.args ?? {}).map(([name, flag]) => [name, shownFlag(flag)]);
  return {
    ...Object.fromEntries(own),
    ...(command.subCommands === undefined && without(others, command.args)),
    ...(help !== undefined && { help }),
  };
}

function without(flags: Flags, others: Flags = {}): Flags {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !Object.hasOwn(others, name)));
}

/** An operand is shown by its name, where citty would write `NAME=<HINT>`; many options stand in the description. */
function shownFlag(flag: Flag): Flag {
  if (flag.type === "enum" && flag.valueHint !== undefined) {
    const description = `${flag.description ?? ""} (${(flag.options ?? []).join(", ")})`;
    const { valueHint, alias, default: otherwise } = flag;
    return {
      type: "string",
      valueHint,
      description,
      ...(alias && { alias }),
      ...(otherwise && { default: otherwise }),
    };
  }
  if (flag.type !== "positional") return flag;
  const { valueHint: _, ...shown } = flag;
  return shown;
}

async function loadAll(
  commands: NonNullable<Command["subCommands"]>,
): Promise<Readonly<Record<string, Pick<Command, "meta">>>> {
  const loaded = Object.entries(commands).map(async ([name, command]) => {
    const { meta } = typeof command === "function" ? await command() : command;
    return [name, { meta }] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}

function environmentLines(flags: Flags): string[] {
  const rows = Object.entries(flags).flatMap(([name, { env }]) =>
    env === undefined ? [] : [{ flag: `--${name}`, variables: namesOf(env).join(", ") }],
  );
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(({ flag }) => flag.length)) + 4;
  const lines = rows.map(({ flag, variables }) => `  ${flag.padEnd(width)}${variables}`);
  return ["", "ENVIRONMENT (where the flag is not given, the first variable that is set)", "", ...lines];
}

function exampleLines({ examples = [] }: Command): string[] {
  return examples.length === 0 ? [] : ["", "EXAMPLES", "", ...examples.map((example) => `  ${example}`)];
}
