import { flagOfWord } from "../../arguments/find-flag.ts";
import type { Flags } from "../../arguments/flag.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";
import { getTokenCommand } from "../credential-plugin/get-token-command.ts";
import { globalFlags } from "../../flags/global-flags.ts";

/** A flag with its value, or an unknown word, in a kubeconfig. */
interface Argument {
  readonly flag: string | undefined;
  readonly words: readonly string[];
  readonly value: string | undefined;
}

const CERTIFICATES: Flags = { ...getCredentialFlags, ...globalFlags };

const TOKENS: Flags = { ...getTokenCommand.args, ...globalFlags };

/**
 * The arguments of a rewritten entry: the wanted ones, and the existing ones that are not chosen again, because
 * somebody may have added them by hand. If the meaning stays the same, `existing` is returned, with its order and
 * spelling.
 * @param existing the plugin's command (two words), with flags before, between and after
 * @param wanted the same, the command first
 * @param chosen names of flags whose existing values are replaced, or removed if `wanted` lacks them (the default)
 */
export function mergeArguments(
  existing: readonly string[],
  wanted: readonly string[],
  chosen: ReadonlySet<string>,
): readonly string[] {
  const command = wanted.slice(0, 2);
  const flags = command[1] === "get-token" ? TOKENS : CERTIFICATES;
  const before = readLine(existing).flags;
  const kept = before.filter(({ flag }) => flag === undefined || (!chosen.has(flag) && isKnownTo(flags, flag)));
  const stays = new Set(kept.map(({ flag }) => flag));
  const ours = readArguments(wanted.slice(2), flags).filter(({ flag }) => !stays.has(flag));
  const result = [...command, ...[...ours, ...kept].flatMap(({ words }) => words)];
  return Bun.deepEquals(meaning(result), meaning(existing)) ? existing : result;
}

/** Whether an existing flag can be kept: the command has it, or this tool does not know it. */
function isKnownTo(flags: Flags, flag: string): boolean {
  return Object.hasOwn(flags, flag) || !Object.hasOwn(CERTIFICATES, flag);
}

function meaning(line: readonly string[]): readonly string[] {
  const { command, flags } = readLine(line);
  const said = flags.map(({ flag, value, words }) => [flag ?? words, value]);
  return [...command, ...said.map((each) => JSON.stringify(each)).toSorted()];
}

/** The command is the first two words that are neither flags nor their values. */
function readLine(line: readonly string[]): {
  readonly command: readonly string[];
  readonly flags: readonly Argument[];
} {
  const all = readArguments(line, CERTIFICATES);
  const command = all.filter(({ flag, words }) => flag === undefined && !words[0]?.startsWith("-")).slice(0, 2);
  return { command: command.flatMap(({ words }) => words), flags: all.filter((each) => !command.includes(each)) };
}

/** In pflag's forms; after an unknown flag, a word that is not a flag counts as its value. */
function readArguments(line: readonly string[], flags: Flags): readonly Argument[] {
  const found: Argument[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const word = line[at] ?? "";
    const name = flagName(word, flags);
    const inline = inlineValue(word);
    const next = line[at + 1];
    const takesNext = inline === undefined && name !== undefined && next !== undefined && !isSwitch(name, next, flags);
    found.push({ flag: name, words: takesNext ? [word, next] : [word], value: takesNext ? next : inline });
    if (takesNext) at += 1;
  }
  return found;
}

function flagName(word: string, flags: Flags): string | undefined {
  if (!word.startsWith("-") || word === "-") return undefined;
  const unknown = word.startsWith("--") ? word.slice(2).split("=")[0] : undefined;
  return flagOfWord(word, flags)?.name ?? (unknown || undefined);
}

function inlineValue(word: string): string | undefined {
  if (!word.startsWith("--")) return word.length > 2 ? word.slice(2).replace(/^=/, "") : undefined;
  const equals = word.indexOf("=");
  return equals === -1 ? undefined : word.slice(equals + 1);
}

function isSwitch(name: string, next: string, flags: Flags): boolean {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  return flag === undefined ? next.startsWith("-") : flag.type === "boolean";
}
