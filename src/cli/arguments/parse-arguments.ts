import { parseBoolean } from "../../environment.ts";
import { usageError } from "../../errors/tool-error.ts";
import type { Command } from "../command.ts";
import { closestName } from "./closest-name.ts";
import type { Flag, Flags, FlagValue } from "./flag.ts";

/** What the command line says, before environment twins and defaults. */
export interface ParsedArguments {
  /** The commands named, the root first. */
  readonly path: readonly Command[];
  /** The last of them: the one to run. */
  readonly command: Command;
  /** Values as typed, by the flag's long name. A flag given twice: the last one counts, as with the Go tool, unless it is repeatable. */
  readonly given: ReadonlyMap<string, FlagValue>;
  /** The first mistake, to be thrown unless help was asked for. */
  readonly mistake: Error | undefined;
}

/**
 * Reads the command line strictly: an unknown flag or command, a missing value and a stray argument are mistakes; citty's own
 * parser takes them all. Flags in pflag's forms (`--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, `-vy`),
 * the global ones before the command's name too. Off the warm path nothing differs: this is the only parser.
 */
export async function parseArguments(argv: readonly string[], root: Command, globals: Flags): Promise<ParsedArguments> {
  const path: Command[] = [root];
  const given = new Map<string, FlagValue>();
  let command = root;
  let mistake: Error | undefined;

  let index = 0;
  const nextValue = (): string | undefined => {
    const next = argv[index + 1];
    if (next === undefined || (next.startsWith("-") && next.length > 1)) return undefined;
    index += 1;
    return next;
  };

  for (; index < argv.length; index += 1) {
    const token = argv[index] ?? "";
    try {
      if (token === "--") {
        for (index += 1; index < argv.length; index += 1) keepOperand(argv[index] ?? "", command.args, given);
      } else if (token.startsWith("--")) {
        readLong(token, [command.args ?? {}, globals], given, nextValue);
      } else if (token.startsWith("-") && token.length > 1) {
        readShort(token, { ...globals, ...command.args }, given, nextValue);
      } else if (command.subCommands !== undefined) {
        const next = subCommand(command, token);
        command = typeof next === "function" ? await next() : next;
        path.push(command);
      } else {
        keepOperand(token, command.args, given);
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      mistake ??= error;
      if (token === "--") break;
      if (command.subCommands !== undefined) {
        // What follows cannot be read any more, but who asks for help shall get it.
        if (argv.includes("--help", index)) given.set("help", true);
        break;
      }
    }
  }
  return { path, command, given, mistake };
}

function readLong(
  token: string,
  [own, globals]: readonly [Flags, Flags],
  given: Map<string, FlagValue>,
  nextValue: () => string | undefined,
): void {
  const equals = token.indexOf("=");
  const name = equals === -1 ? token.slice(2) : token.slice(2, equals);
  const inline = equals === -1 ? undefined : token.slice(equals + 1);
  const flag = Object.hasOwn(own, name) ? own[name] : Object.hasOwn(globals, name) ? globals[name] : undefined;
  if (flag === undefined || flag.type === "positional") {
    throw unknownFlag(`--${name}`, closestName(name, flagNames({ ...own, ...globals })));
  }
  keep(given, name, flag, readValue(`--${name}`, flag, inline, nextValue));
}

function readShort(
  token: string,
  flags: Flags,
  given: Map<string, FlagValue>,
  nextValue: () => string | undefined,
): void {
  for (let at = 1; at < token.length; at += 1) {
    const letter = token.charAt(at);
    const found = Object.entries(flags).find(([, flag]) => flag.alias === letter);
    if (found === undefined) throw unknownFlag(`-${letter}`);
    const [name, flag] = found;
    const rest = token.slice(at + 1);
    if (flag.type === "boolean" && !rest.startsWith("=")) {
      given.set(name, true);
      continue;
    }
    const inline = rest === "" ? undefined : rest.startsWith("=") ? rest.slice(1) : rest;
    keep(given, name, flag, readValue(`-${letter}`, flag, inline, nextValue));
    return;
  }
}

/** Puts a word that stands alone where the command takes one. @throws ToolError `usage` where it takes none, or no more */
function keepOperand(word: string, flags: Flags = {}, given: Map<string, FlagValue>): void {
  for (const name in flags) {
    const flag = flags[name];
    if (flag?.type === "positional" && (flag.repeatable === true || !given.has(name))) {
      keep(given, name, flag, word);
      return;
    }
  }
  throw unexpectedArgument(word);
}

/** Without the operands. */
function flagNames(flags: Flags): string[] {
  return Object.keys(flags).filter((name) => flags[name]?.type !== "positional");
}

function keep(given: Map<string, FlagValue>, name: string, flag: Flag, value: string | boolean): void {
  const before = given.get(name);
  if (flag.repeatable === true && typeof value === "string") {
    // Before the command's name it was read as a flag of all commands, which is given once.
    const list = typeof before === "string" ? [before] : before;
    given.set(name, Array.isArray(list) ? [...list, value] : [value]);
  } else {
    given.set(name, value);
  }
}

function readValue(
  shown: string,
  flag: Flag,
  inline: string | undefined,
  nextValue: () => string | undefined,
): string | boolean {
  if (flag.type === "boolean") {
    if (inline === undefined) return true;
    const value = parseBoolean(inline);
    if (value === undefined)
      throw usageError(
        `${shown} is a switch: it takes true or false, not "${inline}"`,
        `write ${shown} alone, or ${shown}=false`,
      );
    return value;
  }
  const value = inline ?? nextValue();
  if (value === undefined) throw usageError(`${shown} needs a value`, `write ${shown} VALUE, or ${shown}=VALUE`);
  return value;
}

function subCommand(group: Command, name: string): Command | (() => Promise<Command>) {
  const found =
    group.subCommands !== undefined && Object.hasOwn(group.subCommands, name) ? group.subCommands[name] : undefined;
  if (found === undefined) {
    const known = Object.keys(group.subCommands ?? {});
    throw usageError(
      `unknown command "${name}"`,
      `${didYouMean(closestName(name, known))}commands are: ${known.join(", ")}`,
    );
  }
  return found;
}

function unknownFlag(name: string, meant?: string): Error {
  const hint = `${didYouMean(meant && `--${meant}`)}add --help to see the flags of this command`;
  return usageError(`unknown flag ${name}`, hint);
}

function didYouMean(name: string | undefined): string {
  return name === undefined ? "" : `did you mean ${name}? `;
}

function unexpectedArgument(text: string): Error {
  return usageError(`unexpected argument "${text}"`, "add --help to see what this command takes");
}
