import type { Command } from "../../src/cli/command.ts";
import type { Flag, Flags } from "../../src/cli/arguments/flag.ts";
import { shownVariables } from "../../src/cli/arguments/render-help.ts";
import { definition, roffText, section } from "./roff.ts";

/** The parts of the page besides the commands and flags. */
export interface ManPageInput {
  /** `2026-11-26`; empty: none is shown. */
  readonly date: string;
  readonly root: Command;
  /** Flags that every command has. */
  readonly globals: Flags;
  /** Files that the tool uses, and their purpose. */
  readonly files: Readonly<Record<string, string>>;
  /** Exit codes and their meanings. */
  readonly exitCodes: Readonly<Record<string, string>>;
}

/** The manual page, ack-ram-tool(1), from the definition that the parser and the help read, in the same words. */
export async function manPage({ date, root, globals, files, exitCodes }: ManPageInput): Promise<string> {
  const { name, description } = root.meta;
  const commands = [{ title: name, command: root }, ...(await runnableCommands(root, [name]))];
  const lines = [
    `.TH ${name.toUpperCase().replaceAll("-", "\\-")} 1 "${date}" "${name}" "User Commands"`,
    ...section("NAME", [`${roffText(name)} \\- ${roffText(description)}`]),
    ...section("SYNOPSIS", [`.B ${roffText(name)}`, ".I COMMAND", "[FLAGS]"]),
    ...section(
      "COMMANDS",
      commands.flatMap((found) => commandLines(found, globals)),
    ),
    ...section("FLAGS OF ALL COMMANDS", flagLines(globals)),
    ...section("ENVIRONMENT", environmentLines({ ...mergedFlags(commands), ...globals })),
    ...section(
      "FILES",
      Object.entries(files).flatMap(([path, use]) => definition(path, use)),
    ),
    ...section(
      "EXIT STATUS",
      Object.entries(exitCodes).flatMap(([code, meaning]) => definition(code, meaning)),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

interface RunnableCommand {
  readonly title: string;
  readonly command: Command;
}

async function runnableCommands(command: Command, path: readonly string[]): Promise<RunnableCommand[]> {
  if (command.subCommands === undefined) return [{ title: path.join(" "), command }];
  const found = Object.entries(command.subCommands).map(async ([name, child]) => {
    const loaded = typeof child === "function" ? await child() : child;
    return await runnableCommands(loaded, [...path, name]);
  });
  return (await Promise.all(found)).flat();
}

function commandLines({ title, command }: RunnableCommand, globals: Flags): string[] {
  const examples = (command.examples ?? []).flatMap((example) => [roffText(example), ".br"]);
  return [
    `.SS ${roffText(title)}`,
    roffText(command.meta.description),
    ...flagLines(ownFlags(command, globals)),
    ...(examples.length === 0 ? [] : [".PP", "Examples:", ".PP", ".RS", ".nf", ...examples, ".fi", ".RE"]),
  ];
}

function ownFlags({ args = {} }: Command, globals: Flags): Flags {
  return Object.fromEntries(Object.entries(args).filter(([name, flag]) => globals[name] !== flag));
}

function mergedFlags(commands: readonly RunnableCommand[]): Flags {
  return Object.assign({}, ...commands.map(({ command }) => command.args));
}

function flagLines(flags: Flags): string[] {
  return Object.entries(flags).flatMap(([name, flag]) => definition(flagTerm(name, flag), flagExplanation(flag)));
}

function flagTerm(name: string, flag: Flag): string {
  if (flag.type === "positional") return `${name.toUpperCase()}${flag.repeatable === true ? "..." : ""}`;
  const short = flag.alias === undefined ? "" : `-${flag.alias}, `;
  const value = flag.valueHint ?? (flag.type === "enum" ? (flag.options ?? []).join("|") : undefined);
  return `${short}--${name}${flag.type === "boolean" ? "" : ` ${value ?? "VALUE"}`}`;
}

function flagExplanation(flag: Flag): string {
  const notes = [
    ...(flag.required === true ? ["Required."] : []),
    // A long list of options goes here, because it does not fit into the term.
    ...(flag.type === "enum" && flag.valueHint !== undefined ? [`One of: ${(flag.options ?? []).join(", ")}`] : []),
    ...(typeof flag.default === "string" ? [`Default: ${flag.default}`] : []),
  ];
  return [flag.description ?? "", ...notes].join(". ").replace(/^\. /, "");
}

function environmentLines(flags: Flags): string[] {
  return Object.entries(flags).flatMap(([name, { env }]) =>
    env === undefined ? [] : definition(shownVariables(env).join(", "), `Used if --${name} is not given.`),
  );
}
