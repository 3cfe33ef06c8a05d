import { printable } from "../../errors/printable.ts";
import { readVariable } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { World } from "../../world/world.ts";

/** One line that is written over and over, for people who wait. */
export interface ProgressLine {
  readonly show: (text: string) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

const UP = "\u001B[1A";
const ERASE = "\u001B[2K";

/** A progress line on stderr; a silent one where nobody watches, or the terminal cannot go back. */
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
    // The second step up makes room for the newline that comes with every write.
    clear: () => {
      if (shown) stderr(UP + ERASE + UP);
      shown = false;
    },
  };
}
