import { isAmongTemporaryFiles } from "./cache-directories.ts";
import { isInWindowsHome } from "../home-directory.ts";
import type { FileWriter, World } from "../world/world.ts";

/**
 * Whether only this user (and root) can put files into a folder. Links are followed, because people link their folders;
 * but not in the temporary directory, where another user may have planted a link to a folder of this user.
 * @throws Error with an errno `code`
 */
export function isPrivateDirectory(
  directory: string,
  writer: FileWriter,
  world: Pick<World, "platform" | "env">,
): boolean {
  const { platform } = world;
  if (platform.os === "win32" && !isInWindowsHome(directory, world)) return false;
  const isPlain = isAmongTemporaryFiles(directory, platform);
  return writer.isPrivateDirectory(isPlain ? directory : writer.resolveLinks(directory));
}
