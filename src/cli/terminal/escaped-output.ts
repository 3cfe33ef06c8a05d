import { printable } from "../../errors/escape-control-characters.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { errnoOf } from "../../world/errno.ts";
import type { World } from "../../world/world.ts";

/** The reader of stdout has closed it: `… | head -1`. */
export class ReaderGone extends Error {}

/**
 * A world whose output cannot control the terminal, and whose failure to write an answer is an ordinary error.
 */
export function withCleanOutput(world: World): World {
  return {
    ...world,
    stdout: (text) => writeOrExplain(world, printable(text)),
    stderr: (text) => world.stderr(printable(text)),
  };
}

/**
 * For output that is written unfiltered: a document whose format already escapes control characters, on the fast path.
 */
export function withCheckedStdout(world: World): World {
  return { ...world, stdout: (text) => writeOrExplain(world, text) };
}

async function writeOrExplain(world: World, text: string): Promise<void> {
  try {
    await world.stdout(text);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    if (errno === "EPIPE") throw new ReaderGone();
    throw new ToolError({
      code: "output_failed",
      message: `the answer could not be written to standard output (${errno})`,
      hint: "check the disk, or the program that reads the answer",
    });
  }
}
