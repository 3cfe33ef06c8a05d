import { LOG_LEVELS } from "../../log/log.ts";
import type { Command } from "../command.ts";
import { findLongFlag, findShortFlag } from "../arguments/find-flag.ts";
import type { Flag, Flags, Given } from "../arguments/flag.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";

/** One candidate. */
export interface Candidate {
  readonly value: string;
  readonly description?: string | undefined;
}

/** What to offer at the cursor: candidates, or paths, which the shell itself completes. */
export type Completion =
  | { readonly kind: "values"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "files" | "directories" };

/** The command definitions, and functions that look names up. */
export interface CompletionContext {
  readonly root: Command;
  readonly globals: Flags;
  /** Profile names, given the line so far. */
  readonly profileNames: (given: Given) => Promise<readonly string[]>;
  /** Known clusters, found without a request. */
  readonly clusters: (given: Given) => Promise<KnownClusters>;
}

/** How clusters can be named. */
export interface KnownClusters {
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

/**
 * Completes a command line from the parser's definitions. Candidates are not filtered by the typed part of the last
 * word: the shells do that, because they know their own quoting.
 * @param words the words after the program's name, up to the cursor; the last one is being typed, and may be empty
 */
export async function complete(words: readonly string[], context: CompletionContext): Promise<Completion> {
  const word = words.at(-1)?.trim() ?? "";
  const before = words.slice(0, -1);
  const { command, given } = await parseArguments(before, context.root, context.globals);
  const flags: Flags = { ...command.args, ...context.globals, ...command.args };

  const assignment = /^--([^=]+)=/.exec(word);
  if (assignment !== null) {
    const [prefix, name = ""] = assignment;
    return await flagValues(findLongFlag(name, flags)?.flag, prefix, given, context);
  }
  const awaiting = flagAwaitingValue(before.at(-1) ?? "", flags);
  if (awaiting !== undefined && !word.startsWith("-")) return await flagValues(awaiting, "", given, context);
  if (command.subCommands !== undefined && !word.startsWith("-"))
    return values(await commandNames(command.subCommands));
  const operand = word.startsWith("-") ? undefined : openOperand(flags, given);
  if (operand !== undefined) {
    const known = await flagValues(operand, "", given, context);
    if (word !== "" || known.kind !== "values" || known.candidates.length > 0) return known;
  }
  return word === "" || word.startsWith("-") ? values(flagNames(flags, given)) : values([]);
}

function values(candidates: readonly Candidate[]): Completion {
  return { kind: "values", candidates };
}

/** The flag whose value the next word is: `--name`, `-n`, or the last one of `-vn`. */
function flagAwaitingValue(token: string, flags: Flags): Flag | undefined {
  const letters = /^-([^-=]+)$/.exec(token)?.[1];
  const flag =
    letters === undefined
      ? findLongFlag(token.replace(/^--/, ""), flags)?.flag
      : findShortFlag(letters.at(-1) ?? "", flags)?.flag;
  return flag?.type === "boolean" ? undefined : flag;
}

/** The operand for the next word. */
function openOperand(flags: Flags, given: Given): Flag | undefined {
  return Object.entries(flags).find(
    ([name, { type, repeatable }]) => type === "positional" && (repeatable === true || !given.has(name)),
  )?.[1];
}

async function flagValues(
  flag: Flag | undefined,
  prefix: string,
  given: Given,
  { profileNames, clusters }: CompletionContext,
): Promise<Completion> {
  const words = (list: readonly string[]) => values(list.map((value) => ({ value: prefix + value })));
  if (flag?.type === "enum") return words(flag.options ?? []);
  const hint = flag?.valueHint;
  if (hint === "FILE") return { kind: "files" };
  if (hint === "DIR") return { kind: "directories" };
  if (hint === "PROFILE") return words(await profileNames(given));
  if (hint === "ID") return words((await clusters(given)).ids);
  if (hint === "CONTEXT") return words((await clusters(given)).names);
  if (hint === "CLUSTER") {
    const { names, ids } = await clusters(given);
    return words([...names, ...ids]);
  }
  return words(hint === "LEVEL" ? LOG_LEVELS : []);
}

async function commandNames(commands: NonNullable<Command["subCommands"]>): Promise<Candidate[]> {
  const candidates = Object.entries(commands).map(async ([value, command]) => {
    const { meta } = typeof command === "function" ? await command() : command;
    return { value, description: meta.description };
  });
  return await Promise.all(candidates);
}

function flagNames(flags: Flags, given: Given): Candidate[] {
  return Object.entries(flags)
    .filter(([name, { type, repeatable }]) => type !== "positional" && (repeatable === true || !given.has(name)))
    .map(([name, { description }]) => ({ value: `--${name}`, description }));
}
