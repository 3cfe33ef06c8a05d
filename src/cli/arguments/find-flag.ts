import type { Flag, Flags } from "./flag.ts";

/** A flag and its long name. */
export interface NamedFlag {
  readonly name: string;
  readonly flag: Flag;
}

/** The flag with this long name, or with this one among its other names; operands are not found. */
export function findLongFlag(name: string, flags: Flags): NamedFlag | undefined {
  const own = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (own !== undefined) return own.type === "positional" ? undefined : { name, flag: own };
  for (const known in flags) {
    const flag = flags[known];
    if (flag?.otherNames?.includes(name) === true) return { name: known, flag };
  }
  return undefined;
}

/** The flag `-LETTER`. */
export function findShortFlag(letter: string, flags: Flags): NamedFlag | undefined {
  for (const name in flags) {
    const flag = flags[name];
    if (flag?.alias === letter) return { name, flag };
  }
  return undefined;
}

/** The flag in a word: `--NAME`, `--NAME=VALUE` or `-n…` (the first letter counts). */
export function flagOfWord(word: string, flags: Flags): NamedFlag | undefined {
  if (!word.startsWith("--")) return findShortFlag(word.charAt(1), flags);
  const equals = word.indexOf("=");
  return findLongFlag(equals === -1 ? word.slice(2) : word.slice(2, equals), flags);
}
