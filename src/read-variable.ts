import type { Env } from "./world/world.ts";

/** A variable's name, or several in order of precedence. */
export type VariableNames = string | readonly [string, ...string[]];

/** The names, one or several, as a list. */
export function namesOf(names: VariableNames): readonly [string, ...string[]] {
  return typeof names === "string" ? [names] : names;
}

/** Go's `strconv.ParseBool`: the only spellings that the Go tool accepts, in flags and variables. */
export function parseBoolean(text: string): boolean | undefined {
  switch (text) {
    case "1":
    case "t":
    case "T":
    case "TRUE":
    case "true":
    case "True":
      return true;
    case "0":
    case "f":
    case "F":
    case "FALSE":
    case "false":
    case "False":
      return false;
    default:
      return undefined;
  }
}

/** Whether the first non-empty variable is true. */
export function isTrue(env: Env, names: VariableNames): boolean {
  const text = readVariable(env, names);
  return text !== undefined && parseBoolean(text) === true;
}

/** A variable that is set. */
export interface SetVariable {
  readonly name: string;
  readonly value: string;
}

/** The first variable with a non-empty value, which is trimmed: a value of blanks only becomes `""`. */
export function findVariable(env: Env, names: VariableNames): SetVariable | undefined {
  for (const name of namesOf(names)) {
    const value = env[name];
    if (value !== undefined && value !== "") return { name, value: value.trim() };
  }
  return undefined;
}

/** The trimmed value of the first variable that is not empty; undefined if it is blank. */
export function readVariable(env: Env, names: VariableNames): string | undefined {
  return findVariable(env, names)?.value || undefined;
}

/** The untrimmed value of the first non-empty variable: for paths that other programs read literally (`KUBECONFIG`). */
export function readRawVariable(env: Env, names: VariableNames): string | undefined {
  for (const name of namesOf(names)) if (env[name]) return env[name];
  return undefined;
}

/** Non-empty variables whose names start with the prefix, keyed by the rest of the name in lower case. */
export function variablesAfterPrefix(env: Env, prefix: string): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) =>
    name.startsWith(prefix) && name !== prefix && value ? [[name.slice(prefix.length).toLowerCase(), value]] : [],
  );
  return Object.fromEntries(entries);
}
