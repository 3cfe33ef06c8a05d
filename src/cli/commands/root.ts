import { defineCommand } from "../command.ts";
import { credentialPluginCommand } from "./credential-plugin/credential-plugin.ts";

/** All commands. The one that kubectl runs is imported; the others are loaded on demand. */
export const rootCommand = defineCommand({
  meta: {
    name: "ack-ram-tool",
    description: "Credentials for Alibaba Cloud ACK clusters, from your RAM credentials",
  },
  examples: [
    "ack-ram-tool get-kubeconfig --cluster-id c1234567890abcdef1234567890abcdef --write --set-current && kubectl get pods",
  ],
  args: {
    version: { type: "boolean", description: "Print the version" },
  },
  // In the order of the help: commands for people first, the one that kubectl runs last.
  subCommands: {
    "get-kubeconfig": async () => (await import("./get-kubeconfig/get-kubeconfig.ts")).getKubeconfigCommand,
    clusters: async () => (await import("./clusters/clusters.ts")).clustersCommand,
    kubeconfig: async () => (await import("./kubeconfig/kubeconfig.ts")).kubeconfigCommand,
    auth: async () => (await import("./auth/auth.ts")).authCommand,
    doctor: async () => (await import("./doctor/doctor.ts")).doctorCommand,
    cache: async () => (await import("./cache/cache.ts")).cacheCommand,
    "export-credentials": async () => (await import("./export-credentials.ts")).exportCredentialsCommand,
    completion: async () => (await import("./completion.ts")).completionCommand,
    version: async () => (await import("./version.ts")).versionCommand,
    "credential-plugin": credentialPluginCommand,
  },
});
