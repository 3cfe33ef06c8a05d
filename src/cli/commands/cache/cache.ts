import { defineCommand } from "../../command.ts";

/** `cache`: the certificates on disk. */
export const cacheCommand = defineCommand({
  meta: { name: "cache", description: "List or delete the cached certificates" },
  examples: ["ack-ram-tool cache list", "ack-ram-tool cache clear --all"],
  subCommands: {
    list: async () => (await import("./cache-list.ts")).cacheListCommand,
    clear: async () => (await import("./cache-clear.ts")).cacheClearCommand,
    path: async () => (await import("./cache-path.ts")).cachePathCommand,
  },
});
