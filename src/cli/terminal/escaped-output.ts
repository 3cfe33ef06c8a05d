import { printable } from "../../errors/escape-control-characters.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { errnoOf } from "../../world/errno.ts";
import type { World } from "../../world/world.ts";

/** The reader of stdout has closed it: `… | head -1`. */
export class ReaderGone extends Error {}

/**
 * The world with control characters escaped in all output. Its `stdout` throws {@link ReaderGone}, or a ToolError
 * `output_failed` for other errors.
 */
export function withEscapedOutput(world: World): World {
  return {
    ...world,
    stdout: (text) => writeOrExplain(world, printable(text)),
    stderr: (text) => world.stderr(printable(text)),
  };
}

/** The same without escaping: for JSON, which escapes control characters itself, and for our own escapes. */
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
      message: `cannot write to standard output (${errno})`,
      hint: "check the disk, or the program that reads the output",
    });
  }
}
