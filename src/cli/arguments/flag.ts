import type { VariableNames } from "../../read-variable.ts";

/**
 * A flag, or an operand (`positional`). This is the only definition: the parser, the help, the shell completions, the
 * manual page and the types of the parsed values are derived from it.
 */
export interface Flag {
  /** `boolean`: a switch. `enum`: one of the options. */
  readonly type: "string" | "boolean" | "enum" | "positional";
  readonly description?: string;
  /** One letter. */
  readonly alias?: string;
  /** The placeholder for its value in the help; it also decides what a shell completes. */
  readonly valueHint?: string;
  /** The values of an enum. */
  readonly options?: readonly string[];
  readonly default?: string;
  readonly required?: boolean;
  /** Other long names, accepted but not shown. */
  readonly otherNames?: readonly string[];
  /** Environment variables that are read if the flag is not given, in order of precedence. */
  readonly env?: VariableNames;
  /** Values that are no longer accepted, each with a hint. */
  readonly retired?: Readonly<Record<string, string>>;
  /** The value is lower-cased: ids have no capitals. */
  readonly isLowerCase?: true;
  /**
   * May be given several times (a string flag or an operand, without default and variables): its value is a list, empty
   * if not given.
   */
  readonly repeatable?: true;
}

/** Flags by their long name, without the dashes. */
export type Flags = Readonly<Record<string, Flag>>;

/** A flag's value. */
export type FlagValue = string | boolean | readonly string[];

/** The flags on the command line, as typed, by their long names; without defaults and variables. */
export type Given = ReadonlyMap<string, FlagValue>;

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

/**
 * The values of a set of flags after parsing: a string (an enum: one of its options) if the flag is required or has a
 * default, a boolean for switches, a list if it is repeatable.
 */
export type FlagValues<F extends Flags> = { readonly [Name in keyof F]: ValueOf<F[Name]> };
