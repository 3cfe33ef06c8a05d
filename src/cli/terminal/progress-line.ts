import { printable } from "../../errors/escape-control-characters.ts";
import { readVariable } from "../../environment/read-variable.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import type { World } from "../../world/world.ts";

/** A line that is overwritten with the current progress. */
export interface ProgressLine {
  readonly show: (text: string) => void;
  /** Clears the line. */
  readonly clear: () => void;
}

const UP = "\u001B[1A";
const ERASE = "\u001B[2K";

/** A progress line on stderr; it prints nothing without a terminal, or if the terminal cannot move the cursor. */
export async function progressLine({
  env,
  stderr,
  isTerminal,
}: Pick<World, "env" | "stderr" | "isTerminal">): Promise<ProgressLine> {
  const isDumb = readVariable(env, VARIABLES.terminalType) === "dumb";
  if (isDumb || !(await isTerminal("stderr"))) return { show: () => {}, clear: () => {} };
  let shown = false;
  return {
    show: (text) => {
      stderr(shown ? UP + ERASE + printable(text) : printable(text));
      shown = true;
    },
    // The second UP undoes the newline that `stderr` writes after this text.
    clear: () => {
      if (shown) stderr(UP + ERASE + UP);
      shown = false;
    },
  };
}
