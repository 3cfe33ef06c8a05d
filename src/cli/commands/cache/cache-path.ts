import { cacheDirectories } from "../../../cache/locate-cache-directory.ts";
import { cacheDirectoryFlag } from "../../flags/cache-directory-flag.ts";
import { defineCommand } from "../../command.ts";
import { outputFlag } from "../../flags/output-flag.ts";

/** `cache path`: prints the cache directory. */
export const cachePathCommand = defineCommand({
  meta: { name: "path", description: "Print the cache directory" },
  examples: ["ack-ram-tool cache path", "ack-ram-tool cache path --output json   # with the fallback directories"],
  args: { ...cacheDirectoryFlag, ...outputFlag },
  run: async ({ world, flags }) => {
    const [directory, ...fallbacks] = cacheDirectories(flags["credential-cache-dir"], world);
    await world.stdout(flags.output === "json" ? JSON.stringify({ directory, fallbacks }, null, 2) : directory);
  },
});
