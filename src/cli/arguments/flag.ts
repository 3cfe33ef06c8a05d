import type { VariableNames } from "../../environment.ts";
import type { BooleanArgDef, EnumArgDef, PositionalArgDef, StringArgDef } from "citty";

/** What a flag has here besides what citty knows: one short form at most, and the environment variables that stand in for it. */
interface FlagExtras {
  readonly alias?: string;
  /** Other long names, which are taken and not shown. */
  readonly otherNames?: readonly string[];
  /** Environment twins in order of precedence; they count only where the flag is not given. */
  readonly env?: VariableNames;
  /** Values that it had once, each with what to do instead. */
  readonly retired?: Readonly<Record<string, string>>;
  /** Capitals are taken for small letters: what an id has only. */
  readonly isLowerCase?: true;
  /** May be given several times (a string flag or an operand, without default and twins): its value is the list, empty where it is not given. */
  readonly repeatable?: true;
}

/**
 * One flag, or an operand (`positional`: a word that stands alone), declared as citty declares it. The definition is the only one: the parser, the help, the shell completions and
 * the types of the parsed values all come from it.
 */
export type Flag = FlagExtras &
  (
    | (StringArgDef & { readonly type: "string" })
    | (BooleanArgDef & { readonly type: "boolean" })
    | (EnumArgDef & { readonly type: "enum" })
    | (PositionalArgDef & { readonly type: "positional" })
  );

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
