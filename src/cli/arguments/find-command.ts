import { usageError } from "../../errors/tool-error.ts";
import type { Command } from "../command.ts";
import { closestName } from "../../errors/closest-name.ts";
import { findLongFlag, findShortFlag, type NamedFlag } from "./find-flag.ts";
import type { Flags } from "./flag.ts";

/** A command line, split into command names and other words. */
export interface CommandLine {
  /** The root first. */
  readonly path: readonly Command[];
  /** The last one of the path: the one to run. */
  readonly command: Command;
  readonly rest: readonly string[];
  /** Whether a word requests help: `help`, `help COMMAND` or `COMMAND help`. */
  readonly isHelp: boolean;
  readonly mistake: Error | undefined;
}

/**
 * Finds the command names on a line. As in cobra, flags may come before and between them, even the flags of the last
 * command.
 */
export async function findCommand(argv: readonly string[], root: Command, globals: Flags): Promise<CommandLine> {
  const path: Command[] = [root];
  const rest: string[] = [];
  let command = root;
  let isHelp = false;
  let index = 0;
  for (; index < argv.length && command.subCommands !== undefined; index += 1) {
    const word = argv[index] ?? "";
    if (word === "--") break;
    if (word.startsWith("-") && word.length > 1) {
      rest.push(word);
      const next = argv[index + 1];
      if (next !== undefined && (await takesNext(word, command, globals))) {
        rest.push(next);
        index += 1;
      }
      continue;
    }
    const found = Object.hasOwn(command.subCommands, word) ? command.subCommands[word] : undefined;
    if (found !== undefined) {
      command = typeof found === "function" ? await found() : found;
      path.push(command);
    } else if (word === "help") {
      isHelp = true;
    } else {
      // The flags after it are the Go tool's, unknown here.
      if (command === root && ELSEWHERE.has(word))
        return { path, command, rest: [], isHelp: false, mistake: elsewhere(word) };
      // The flags of an unknown command cannot be parsed, but `--help` still shows the group's help.
      const asksForGroup = !isHelp && argv.includes("--help", index);
      return { path, command, rest, isHelp: asksForGroup, mistake: await unknownCommand(word, command) };
    }
  }
  if (argv[index] === "help" && !takesOperand(command)) {
    isHelp = true;
    index += 1;
  }
  return { path, command, rest: [...rest, ...argv.slice(index)], isHelp, mistake: undefined };
}

function takesOperand({ args = {} }: Command): boolean {
  return Object.values(args).some(({ type }) => type === "positional");
}

/** Whether the word is a flag that takes the next word as its value. */
async function takesNext(word: string, command: Command, globals: Flags): Promise<boolean> {
  const near = { ...globals, ...command.args };
  if (word.startsWith("--")) {
    if (word.includes("=")) return false;
    const find = (flags: Flags) => findLongFlag(word.slice(2), flags);
    const found = find(near) ?? (await findBelow(command, find));
    return found !== undefined && found.flag.type !== "boolean";
  }
  for (let at = 1; at < word.length; at += 1) {
    const find = (flags: Flags) => findShortFlag(word.charAt(at), flags);
    const found = find(near) ?? (await findBelow(command, find));
    if (found?.flag.type !== "boolean") return found !== undefined && at === word.length - 1;
  }
  return false;
}

/**
 * A flag as defined by the first command of the group that has it: all commands agree on whether it takes a value. In
 * the plugin's group, the command that kubectl runs comes first, so its flags load no other command.
 */
async function findBelow(
  group: Command,
  find: (flags: Flags) => NamedFlag | undefined,
): Promise<NamedFlag | undefined> {
  for (const known of Object.values(group.subCommands ?? {})) {
    const command = typeof known === "function" ? await known() : known;
    const found = find(command.args ?? {}) ?? (await findBelow(command, find));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Commands of the Go tool that administer clusters. */
const ELSEWHERE = new Set(["rrsa", "rbac", "utils"]);

function elsewhere(name: string): Error {
  return usageError(
    `unknown command "${name}": it is a command of the Go tool, which also administers clusters`,
    `download the Go tool from https://github.com/AliyunContainerService/ack-ram-tool/releases`,
  );
}

/** Names that other tools have for our commands. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["ls", "list"],
  ["rm", "remove"],
  ["delete", "remove"],
]);

async function unknownCommand(name: string, { subCommands = {} }: Command): Promise<Error> {
  const known = Object.keys(subCommands);
  let meant: string | undefined;
  for (const group of known) {
    const inGroup = subCommands[group];
    const { subCommands: below = {} } = (typeof inGroup === "function" ? await inGroup() : inGroup) ?? {};
    if (Object.hasOwn(below, name)) meant ??= `${group} ${name}`;
  }
  meant ??= known.find((each) => each === SYNONYMS.get(name)) ?? closestName(name, known);
  const hint = meant === undefined ? "" : `did you mean ${meant}? `;
  return usageError(`unknown command ${JSON.stringify(name)}`, `${hint}commands are: ${known.join(", ")}`);
}
