import { ToolError } from "../errors/tool-error.ts";
import { errnoOf } from "../world/errno.ts";
import type { World } from "../world/world.ts";

/** The same world, in which an answer that cannot be written is an error as every other. */
export function withCheckedStdout(world: World): World {
  return { ...world, stdout: (text) => writeOrExplain(world, text) };
}

async function writeOrExplain(world: World, text: string): Promise<void> {
  try {
    await world.stdout(text);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    throw new ToolError({
      code: "output_failed",
      message: `the answer could not be written to standard output (${errno})`,
      hint: "check the disk, or the program that reads the answer",
    });
  }
}
