import { PROGRAM_NAME } from "../program-info.ts";
import { findProgram, searchPath } from "../environment/find-program.ts";
import type { World } from "../world/world.ts";

/**
 * The full path of this program, for programs that run without the shell's PATH. A link on the PATH is preferred to its
 * target: package managers change that with each version.
 */
export async function absoluteCommand(
  world: Pick<World, "env" | "files" | "platform" | "executable" | "fileWriter">,
): Promise<string> {
  const { resolveLinks } = await world.fileWriter();
  const candidates = await findProgram(PROGRAM_NAME, searchPath(world), world);
  return candidates.find((path) => resolveLinks(path) === world.executable()) ?? world.executable();
}
