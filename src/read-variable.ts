import type { Env } from "./world/world.ts";

/** A variable's name, or several in order of precedence. */
export type VariableNames = string | readonly [string, ...string[]];

/** The names, one or several, as a list. */
export function namesOf(names: VariableNames): readonly [string, ...string[]] {
  return typeof names === "string" ? [names] : names;
}

/** Go's `strconv.ParseBool`: the only spellings that the Go tool accepts, in flags and in variables. */
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

/** Whether the first of the names that is not empty says yes. */
export function isTrue(env: Env, names: VariableNames): boolean {
  const text = readVariable(env, names);
  return text !== undefined && parseBoolean(text) === true;
}

/** A variable that is set, and under which of its names. */
export interface SetVariable {
  readonly name: string;
  readonly value: string;
}

/** The first of the names that has a non-empty value, without white space around it: a blank one is set, and says nothing. */
export function findVariable(env: Env, names: VariableNames): SetVariable | undefined {
  for (const name of typeof names === "string" ? [names] : names) {
    const value = env[name];
    if (value !== undefined && value !== "") return { name, value: value.trim() };
  }
  return undefined;
}

/** The value of the first of the names that is not empty, without white space around it; undefined where it is blank. */
export function readVariable(env: Env, names: VariableNames): string | undefined {
  return findVariable(env, names)?.value || undefined;
}

/** The same to the letter, for paths that other programs take as they are: home, temporary files, `KUBECONFIG`. */
export function readRawVariable(env: Env, names: VariableNames): string | undefined {
  for (const name of typeof names === "string" ? [names] : names) if (env[name]) return env[name];
  return undefined;
}

/** The variables whose names begin so and are longer, and that are not empty: by the lower-cased rest of their names. */
export function variablesAfterPrefix(env: Env, prefix: string): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) =>
    name.startsWith(prefix) && name !== prefix && value ? [[name.slice(prefix.length).toLowerCase(), value]] : [],
  );
  return Object.fromEntries(entries);
}
