import type { VariableNames } from "../../read-variable.ts";

/**
 * One flag, or an operand (`positional`: a word that stands alone). The definition is the only one: the parser, the help, the
 * shell completions, the manual page and the types of the parsed values all come from it.
 */
export interface Flag {
  /** `boolean`: a switch. `enum`: one of the options. */
  readonly type: "string" | "boolean" | "enum" | "positional";
  readonly description?: string;
  /** One letter. */
  readonly alias?: string;
  /** What stands for its value in the help, and decides what a shell completes. */
  readonly valueHint?: string;
  /** The values of an enum. */
  readonly options?: readonly string[];
  readonly default?: string;
  readonly required?: boolean;
  /** Other long names, which are taken and not shown. */
  readonly otherNames?: readonly string[];
  /** Environment variables that stand in for it, in order of precedence; they count only where the flag is not given. */
  readonly env?: VariableNames;
  /** Values that it had once, each with what to do instead. */
  readonly retired?: Readonly<Record<string, string>>;
  /** Capitals are taken for small letters: what an id has only. */
  readonly isLowerCase?: true;
  /** May be given several times (a string flag or an operand, without default and variables): its value is the list, empty where it is not given. */
  readonly repeatable?: true;
}

/** Flags by their long name, without the dashes. */
export type Flags = Readonly<Record<string, Flag>>;

/** A flag's value. */
export type FlagValue = string | boolean | readonly string[];

type ValueOf<F extends Flag> = Flag extends F
  ? FlagValue | undefined
  : F extends { type: "boolean" }
    ? boolean
    : F extends { repeatable: true }
      ? readonly string[]
      : F extends { required: true } | { default: string }
        ? TextOf<F>
        : TextOf<F> | undefined;

type TextOf<F extends Flag> = F extends { type: "enum"; options: readonly (infer Option extends string)[] }
  ? Option
  : string;

/** The values of a set of flags after parsing: a string (an enum: one of its options) where the flag is required or has a default, a boolean for switches, a list where it is repeatable. */
export type FlagValues<F extends Flags> = { readonly [Name in keyof F]: ValueOf<F[Name]> };
