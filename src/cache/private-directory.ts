import { isAmongTemporaryFiles } from "./cache-directories.ts";
import { isInWindowsHome } from "../home-directory.ts";
import { errnoText } from "../world/errno.ts";
import type { FileWriter, World } from "../world/world.ts";

/**
 * Makes sure that a folder exists in which only this user (and root) can put files. Never throws.
 * @returns why it cannot be used; undefined: it can
 */
export function preparePrivateDirectory(
  directory: string,
  writer: FileWriter,
  world: Pick<World, "platform" | "env">,
): string | undefined {
  try {
    writer.makePrivateDirectory(directory);
    if (isPrivate(directory, writer, world)) return undefined;
    return world.platform.os === "win32"
      ? "it is not in your profile folder"
      : "it belongs to another user, or others can write to it";
  } catch (error) {
    return errnoText(error);
  }
}

/**
 * Links are followed, because people link their folders; but not in the temporary directory, where another user may have
 * planted a link to a folder of this user.
 */
function isPrivate(directory: string, writer: FileWriter, world: Pick<World, "platform" | "env">): boolean {
  const { platform } = world;
  if (platform.os === "win32" && !isInWindowsHome(directory, world)) return false;
  const isPlain = isAmongTemporaryFiles(directory, platform);
  return writer.isPrivateDirectory(isPlain ? directory : writer.resolveLinks(directory));
}
