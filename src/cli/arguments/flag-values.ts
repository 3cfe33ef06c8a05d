import { findVariable, parseBoolean } from "../../environment/read-variable.ts";
import { usageError } from "../../errors/tool-error.ts";
import type { Env } from "../../world/world.ts";
import type { Flag, Flags, FlagValue, FlagValues, Given } from "./flag.ts";

/** All flag values, and warnings about environment variables. */
export interface ResolvedFlags {
  readonly values: Readonly<Record<string, FlagValue | undefined>>;
  readonly warnings: readonly string[];
}

/**
 * Adds environment variables and defaults to the values from the command line.
 * @param flags the command's own
 * @param globals those of every command
 * @throws ToolError `usage` for a missing required flag or a value that is not one of a flag's options
 */
export function resolveFlags(flags: Flags, given: Given, env: Env, globals: Flags = {}): ResolvedFlags {
  const values: Record<string, FlagValue | undefined> = {};
  const warnings: string[] = [];
  for (const set of [flags, globals]) {
    for (const [name, flag] of Object.entries(set)) {
      // A command may redefine a global flag.
      if (set === globals && Object.hasOwn(flags, name)) continue;
      const value = given.get(name);
      if (flag.repeatable === true) values[name] = readList(name, flag, value);
      else if (flag.type === "boolean") values[name] = readSwitch(flag, value, env, warnings);
      else values[name] = readString(name, flag, value, env);
    }
  }
  return { values, warnings };
}

/** The values, typed by the definitions of their flags. @throws ToolError as {@link resolveFlags} */
export function flagValues<const F extends Flags>(flags: F, given: Given, env: Env): FlagValues<F>;
// Each value's type follows from its flag's definition, which the compiler cannot see.
export function flagValues(flags: Flags, given: Given, env: Env): ResolvedFlags["values"] {
  return resolveFlags(flags, given, env).values;
}

function readList(name: string, flag: Flag, given: FlagValue | undefined): readonly string[] {
  const words = typeof given === "string" ? [given] : given;
  const list = Array.isArray(words) ? words.filter((value) => value !== "") : [];
  if (flag.required === true && list.length === 0) throw missing(name, flag);
  return list;
}

function readSwitch(flag: Flag, given: FlagValue | undefined, env: Env, warnings: string[]): boolean {
  if (typeof given === "boolean") return given;
  const variable = flag.env === undefined ? undefined : findVariable(env, flag.env);
  if (variable === undefined) return false;
  const value = parseBoolean(variable.value);
  if (value === undefined) {
    warnings.push(`ignoring invalid ${variable.name} ${JSON.stringify(variable.value)}: must be true or false`);
  }
  return value ?? false;
}

function readString(name: string, flag: Flag, given: FlagValue | undefined, env: Env): string | undefined {
  const isGiven = given !== undefined && given !== "";
  const variable = isGiven || flag.env === undefined ? undefined : findVariable(env, flag.env);
  const text = variable?.value ?? given;
  const value = typeof text === "string" && text !== "" ? text : flag.default;
  if (typeof value !== "string") {
    if (flag.required !== true) return undefined;
    throw missing(name, flag);
  }
  if (flag.type === "enum" && flag.options !== undefined && !flag.options.includes(value)) {
    throw usageError(
      `invalid ${variable?.name ?? `--${name}`} ${JSON.stringify(value)}: must be one of ${flag.options.join(", ")}`,
      flag.retired?.[value] ?? (variable && `correct it, or: unset ${variable.name}`),
    );
  }
  return flag.isLowerCase === true ? value.toLowerCase() : value;
}

function missing(name: string, flag: Flag): Error {
  const shown = flag.type === "positional" ? (flag.valueHint ?? name.toUpperCase()) : `--${name}`;
  return usageError(`${shown} is missing`, flag.description && `${shown}: ${flag.description}`);
}
