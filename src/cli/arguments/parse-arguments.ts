import { parseBoolean } from "../../environment/read-variable.ts";
import { usageError } from "../../errors/tool-error.ts";
import type { Command } from "../command.ts";
import { closestName } from "../../errors/closest-name.ts";
import { findCommand } from "./find-command.ts";
import { findLongFlag, findShortFlag, flagOfWord } from "./find-flag.ts";
import type { Flag, Flags, FlagValue, Given } from "./flag.ts";

/** The parsed command line, before environment variables and defaults. */
export interface ParsedArguments {
  /** The commands, the root first. */
  readonly path: readonly Command[];
  /** The last one of the path: the one to run. */
  readonly command: Command;
  /** Values as typed, by the flag's long name. As in the Go tool, a flag's last value counts unless it is repeatable. */
  readonly given: Given;
  /** The first mistake, to be thrown unless help was requested. */
  readonly mistake: Error | undefined;
}

/**
 * Parses the command line strictly: an unknown flag or command, a missing value and a stray argument are mistakes.
 * Flags have pflag's forms (`--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, `-vy`), before, between
 * and after the commands' names. This is the only parser.
 */
export async function parseArguments(argv: readonly string[], root: Command, globals: Flags): Promise<ParsedArguments> {
  const { path, command, rest, isHelp, mistake: wrongCommand } = await findCommand(argv, root, globals);
  const given = new Map<string, FlagValue>();
  const mistake = readWords(rest, command, globals, given);
  if (isHelp) given.set("help", true);
  return { path, command, given, mistake: mistake ?? wrongCommand };
}

/**
 * Parses the words that are not command names into `given`, even after a mistake.
 * @returns the first mistake
 */
function readWords(
  words: readonly string[],
  { args: own = {} }: Command,
  globals: Flags,
  given: Map<string, FlagValue>,
): Error | undefined {
  const flags = { ...globals, ...own };
  let mistake: Error | undefined;
  let index = 0;
  const nextValue = (): string | undefined => {
    const next = words[index + 1];
    // As in pflag, a value may start with a dash. But a known flag means that the value was forgotten.
    if (next === undefined || next === "--" || (isFlagLike(next) && flagOfWord(next, flags) !== undefined))
      return undefined;
    index += 1;
    return next;
  };
  for (; index < words.length; index += 1) {
    const word = words[index] ?? "";
    try {
      if (word === "--") {
        for (index += 1; index < words.length; index += 1) keepOperand(words[index] ?? "", own, given);
      } else if (!isFlagLike(word)) {
        if (isSwitchValue(word, words[index - 1], flags)) throw unexpectedArgument(word);
        keepOperand(word, own, given);
      } else if (word.startsWith("--")) {
        readLong(word, flags, given, nextValue);
      } else if (isLongWithOneDash(word, flags)) {
        const [name = ""] = word.slice(1).split("=", 1);
        throw usageError(`unknown flag -${name}`, `did you mean --${name}? (two dashes)`);
      } else {
        readShort(word, flags, given, nextValue);
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      mistake ??= error;
      if (word === "--") break;
    }
  }
  return mistake;
}

function isFlagLike(word: string): boolean {
  return word.startsWith("-") && word.length > 1;
}

/** Whether the word is a flag's whole name after one dash, as Go's own flag package takes it: `-cluster-id`. */
function isLongWithOneDash(word: string, flags: Flags): boolean {
  return word.length > 2 && flagOfWord(`-${word}`, flags) !== undefined;
}

/** Whether the word is the `false` of `--write false`, which must be `--write=false`. */
function isSwitchValue(word: string, before: string | undefined, flags: Flags): boolean {
  const isAfterSwitch = before !== undefined && isFlagLike(before) && !before.includes("=");
  return isAfterSwitch && parseBoolean(word) !== undefined && flagOfWord(before, flags)?.flag.type === "boolean";
}

function readLong(
  word: string,
  flags: Flags,
  given: Map<string, FlagValue>,
  nextValue: () => string | undefined,
): void {
  const equals = word.indexOf("=");
  const name = equals === -1 ? word.slice(2) : word.slice(2, equals);
  const inline = equals === -1 ? undefined : word.slice(equals + 1);
  const found = findLongFlag(name, flags);
  if (found === undefined) throw unknownFlag(`--${name}`, closestName(name, flagNames(flags)));
  keep(given, found.name, found.flag, readValue(`--${name}`, found.flag, inline, nextValue));
}

function readShort(
  word: string,
  flags: Flags,
  given: Map<string, FlagValue>,
  nextValue: () => string | undefined,
): void {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    const found = findShortFlag(letter, flags);
    if (found === undefined) throw unknownFlag(`-${letter}`);
    const { name, flag } = found;
    const rest = word.slice(at + 1);
    if (flag.type === "boolean" && !rest.startsWith("=")) {
      given.set(name, true);
      continue;
    }
    const inline = rest === "" ? undefined : rest.startsWith("=") ? rest.slice(1) : rest;
    keep(given, name, flag, readValue(`-${letter}`, flag, inline, nextValue));
    return;
  }
}

/** Stores an operand. @throws ToolError `usage` if the command takes none, or no more */
function keepOperand(word: string, flags: Flags, given: Map<string, FlagValue>): void {
  for (const name in flags) {
    const flag = flags[name];
    if (flag?.type === "positional" && (flag.repeatable === true || !given.has(name))) {
      keep(given, name, flag, word);
      return;
    }
  }
  throw unexpectedArgument(word, flags);
}

/** Long names, without the operands. */
function flagNames(flags: Flags): string[] {
  return Object.keys(flags).filter((name) => flags[name]?.type !== "positional");
}

function keep(given: Map<string, FlagValue>, name: string, flag: Flag, value: string | boolean): void {
  const before = given.get(name);
  if (flag.repeatable === true && typeof value === "string") {
    given.set(name, Array.isArray(before) ? [...before, value] : [value]);
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
        `invalid ${shown} ${JSON.stringify(inline)}: must be true or false`,
        `write ${shown} alone, or ${shown}=false`,
      );
    return value;
  }
  const value = inline ?? nextValue();
  if (value === undefined) throw usageError(`${shown} needs a value`, `write ${shown} VALUE, or ${shown}=VALUE`);
  return value;
}

function unknownFlag(name: string, meant?: string): Error {
  const hint = meant === undefined ? "" : `did you mean --${meant}? `;
  return usageError(`unknown flag ${name}`, `${hint}add --help to see the flags of this command`);
}

function unexpectedArgument(text: string, flags: Flags = {}): Error {
  const hint = Object.hasOwn(flags, "context") ? "did you mean --context NAME? " : "";
  return usageError(`unexpected argument ${JSON.stringify(text)}`, `${hint}add --help to see what this command takes`);
}
