import { clearEntries, listEntries } from "../../../cache/list-cache-entries.ts";
import { usageError } from "../../../errors/tool-error.ts";
import { cacheDirectories } from "../../../cache/locate-cache-directory.ts";
import { cacheDirectoryFlag } from "../../flags/cache-directory-flag.ts";
import { defineCommand } from "../../command.ts";
import { readClusterId } from "../../flags/cluster-id-flag.ts";

/** `cache clear`: deletes certificates; new ones are requested when needed. */
export const cacheClearCommand = defineCommand({
  meta: { name: "clear", description: "Delete the certificates of one cluster, or all" },
  examples: [
    "ack-ram-tool cache clear --cluster-id c1234567890abcdef1234567890abcdef",
    "ack-ram-tool cache clear --all",
  ],
  args: {
    "cluster-id": { type: "string", alias: "c", valueHint: "ID", description: "Delete this cluster's certificates" },
    all: { type: "boolean", description: "Delete all certificates" },
    ...cacheDirectoryFlag,
  },
  run: async ({ world, flags }) => {
    const id = flags["cluster-id"];
    if (id !== undefined && flags.all) throw usageError("--cluster-id and --all exclude each other", "leave one out");
    if (id === undefined && !flags.all) throw usageError("cache clear needs either --cluster-id ID or --all");
    const wanted = id === undefined ? undefined : readClusterId(id);
    const items = await listEntries(cacheDirectories(flags["credential-cache-dir"], world), world);
    const chosen = items.filter(({ clusterId }) => wanted === undefined || clusterId === wanted);
    await clearEntries(chosen, world);
    const count = (all: typeof items): number => all.filter(({ state }) => state !== "none").length;
    const isNone = wanted !== undefined && count(chosen) === 0;
    world.stderr(
      isNone
        ? `no certificate of cluster ${JSON.stringify(wanted)}`
        : `deleted ${count(chosen)} of ${count(items)} certificates`,
    );
  },
});
