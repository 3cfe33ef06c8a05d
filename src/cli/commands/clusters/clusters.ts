import { defineCommand } from "../../command.ts";

/** `clusters`: the clusters of an account. */
export const clustersCommand = defineCommand({
  meta: { name: "clusters", description: "List the ACK clusters of the account" },
  examples: ["ack-ram-tool clusters list"],
  subCommands: {
    list: async () => (await import("./clusters-list.ts")).clustersListCommand,
  },
});
