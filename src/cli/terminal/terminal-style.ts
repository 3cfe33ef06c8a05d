import { readVariable } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { World } from "../../world/world.ts";

const CODES = { green: 32, yellow: 33, red: 31, dim: 2, bold: 1 } as const;

/** Functions that style a text for standard output. */
export type TerminalStyle = Readonly<Record<keyof typeof CODES, (text: string) => string>>;

/**
 * The styles for a stream. Colour only on a terminal, and never with `NO_COLOR` (any non-empty value) or `TERM=dumb`.
 * No other code decides about colour.
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
