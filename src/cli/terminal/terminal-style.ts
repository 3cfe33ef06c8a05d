import { readVariable } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { World } from "../../world/world.ts";

const CODES = { green: 32, yellow: 33, red: 31, dim: 2, bold: 1 } as const;

/** Text styles for standard output, each from text to text. */
export type TerminalStyle = Readonly<Record<keyof typeof CODES, (text: string) => string>>;

/**
 * The only place that decides about colour: on terminals only, and never with `NO_COLOR` (any non-empty value) or
 * `TERM=dumb`.
 */
export async function terminalStyle({ env, isTerminal }: Pick<World, "env" | "isTerminal">): Promise<TerminalStyle> {
  const refused =
    readVariable(env, VARIABLES.noColor) !== undefined || readVariable(env, VARIABLES.terminalType) === "dumb";
  const coloured = !refused && (await isTerminal("stdout"));
  const style =
    (code: number) =>
    (text: string): string =>
      coloured ? `\u001B[${code}m${text}\u001B[0m` : text;
  return {
    green: style(CODES.green),
    yellow: style(CODES.yellow),
    red: style(CODES.red),
    dim: style(CODES.dim),
    bold: style(CODES.bold),
  };
}
