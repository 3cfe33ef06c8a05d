import { printable } from "../errors/printable.ts";
import { ToolError } from "../errors/tool-error.ts";
import { errnoOf } from "../world/errno.ts";
import type { World } from "../world/world.ts";

/** Whoever read the answer has closed it: `… | head -1`. */
export class ReaderGone extends Error {}

/**
 * The same world, in which nothing that is written makes a terminal do anything, and an answer that cannot be written is an
 * error as every other.
 */
export function withCleanOutput(world: World): World {
  return {
    ...world,
    stdout: (text) => writeOrExplain(world, printable(text)),
    stderr: (text) => world.stderr(printable(text)),
  };
}

/** Only what is written as it is: a document whose form already escapes such characters, on the path that must be fast. */
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
