import { namesOf, type VariableNames } from "../../environment/read-variable.ts";
import { profileName } from "../../environment/variable-names.ts";
import type { Command } from "../command.ts";
import type { Flag, Flags } from "./flag.ts";

/** Columns if there is no terminal. */
const USUAL_WIDTH = 100;

/** Maximum width of the first column of flags and commands. */
const WIDEST_NAME = 32;

/** On a narrower terminal, each description goes below its flag. */
const NARROW = 80;

/**
 * The help of a command, from the definition that the parser reads: description, usage, commands or flags, examples.
 * @param path the command's ancestors and itself, the root first
 * @param globals the flags that every command has
 * @param width columns of the terminal; undefined without one
 */
export async function renderHelp(path: readonly Command[], globals: Flags, width = USUAL_WIDTH): Promise<string> {
  const command = path.at(-1);
  if (command === undefined) return "";
  const names = path.map(({ meta }) => meta.name).join(" ");
  const own = Object.entries(command.args ?? {});
  const operands = own.filter(([, { type }]) => type === "positional");
  const flags = own.filter(([, { type }]) => type !== "positional");
  // A group lists its commands; the global flags would bury them.
  const isGroup = command.subCommands !== undefined;
  const shared = Object.entries(globals).filter(
    ([name]) => !Object.hasOwn(command.args ?? {}, name) && (!isGroup || name === "help"),
  );
  const commands = isGroup ? await commandRows(command) : [];
  const usage = [names, ...(isGroup ? ["COMMAND", "[FLAGS]"] : ["[FLAGS]", ...operands.map(operandWord)])].join(" ");
  return [
    ...wrap(command.meta.description, width),
    ...block("USAGE", [`  ${usage}`]),
    ...block("COMMANDS", table(commands, width)),
    ...block("ARGUMENTS", table(operands.map(flagRow), width)),
    ...(isGroup || flags.length === 0
      ? block("FLAGS", table([...flags, ...shared].map(flagRow), width))
      : [
          ...block("FLAGS", table(flags.map(flagRow), width)),
          ...block("FLAGS OF ALL COMMANDS", table(shared.map(flagRow), width)),
        ]),
    ...block(
      "EXAMPLES",
      (command.examples ?? []).map((example) => `  ${breakCommand(example, width)}`),
    ),
    ...(isGroup ? ["", `Help for a command: ${names} COMMAND --help`] : []),
  ].join("\n");
}

/** A command line, continued on further lines before a flag or a second command. */
function breakCommand(text: string, width: number): string {
  const lines: string[] = [];
  for (const part of text.split(/ (?=-{1,2}\w|&&)/)) {
    const longer = `${lines.at(-1) ?? ""} ${part}`;
    if (lines.length > 0 && longer.length <= width - " \\".length - 4) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.map((line) => line.trimEnd()).join(" \\\n    ");
}

type Row = readonly [name: string, description: string];

async function commandRows({ subCommands = {} }: Command): Promise<readonly Row[]> {
  const loaded = Object.entries(subCommands).map(async ([name, command]): Promise<Row> => {
    const { meta } = typeof command === "function" ? await command() : command;
    return [name, meta.description];
  });
  return await Promise.all(loaded);
}

function flagRow([name, flag]: readonly [string, Flag]): Row {
  const { type, alias, description = "", default: otherwise, env } = flag;
  const value = type === "boolean" ? "" : ` ${placeholder(flag)}`;
  const short = alias === undefined ? "    " : `-${alias}, `;
  const notes = [
    ...(type === "enum" && flag.valueHint !== undefined ? [`one of ${(flag.options ?? []).join(", ")}`] : []),
    ...(typeof otherwise === "string" && otherwise !== "" ? [`default ${otherwise}`] : []),
    ...(env === undefined ? [] : [`or ${shownVariables(env).join(", ")}`]),
  ];
  const text = notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
  return [type === "positional" ? operandWord([name, flag]) : `${short}--${name}${value}`, text];
}

/** The names of a flag's variables, without the misspelled one. */
export function shownVariables(names: VariableNames): readonly string[] {
  const [, misspelled] = profileName;
  return namesOf(names).filter((name) => name !== misspelled);
}

function placeholder({ type, valueHint, options = [] }: Flag): string {
  return valueHint ?? (type === "enum" ? options.join("|") : "VALUE");
}

function operandWord([name, { valueHint, required, repeatable }]: readonly [string, Flag]): string {
  const word = `${valueHint ?? name.toUpperCase()}${repeatable === true ? "..." : ""}`;
  return required === false ? `[${word}]` : word;
}

function block(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

/** Names with descriptions beside them, or below if there is no room. */
function table(rows: readonly Row[], width: number): readonly string[] {
  const column = Math.min(WIDEST_NAME, Math.max(0, ...rows.map(([name]) => name.length)));
  const isNarrow = width < NARROW;
  const indent = " ".repeat(isNarrow ? 8 : column + 4);
  return rows.flatMap(([name, description]) => {
    const lines = wrap(description, width - indent.length).map((line) => indent + line);
    const isBeside = !isNarrow && name.length <= column;
    if (!isBeside) return [`  ${name}`, ...lines];
    const [first = "", ...rest] = lines;
    return [`  ${name.padEnd(column)}  ${first.trimStart()}`.trimEnd(), ...rest];
  });
}

function wrap(text: string, width: number): string[] {
  return Bun.wrapAnsi(text, Math.max(width, 20))
    .split("\n")
    .map((line) => line.trimEnd());
}
