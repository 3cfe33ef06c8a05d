import { defineCommand } from "../../command.ts";

/** `kubeconfig`: manages this tool's entries in kubeconfigs. */
export const kubeconfigCommand = defineCommand({
  meta: { name: "kubeconfig", description: "Manage the kubeconfig entries of this tool" },
  examples: ["ack-ram-tool kubeconfig list", "ack-ram-tool kubeconfig remove staging --dry-run"],
  subCommands: {
    list: async () => (await import("./kubeconfig-list.ts")).kubeconfigListCommand,
    sync: async () => (await import("./kubeconfig-sync.ts")).kubeconfigSyncCommand,
    remove: async () => (await import("./kubeconfig-remove.ts")).kubeconfigRemoveCommand,
  },
});
