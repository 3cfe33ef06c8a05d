import { defineCommand } from "../../command.ts";
import { getCredentialCommand } from "./get-credential-command.ts";

/** `credential-plugin`: the commands in a kubeconfig's exec section. */
export const credentialPluginCommand = defineCommand({
  meta: { name: "credential-plugin", description: "Commands that kubectl runs to get credentials" },
  examples: [
    "ack-ram-tool credential-plugin get-credential --cluster-id c1234567890abcdef1234567890abcdef",
    "ack-ram-tool credential-plugin get-kubeconfig --cluster-id c1234567890abcdef1234567890abcdef > ack.kubeconfig",
  ],
  subCommands: {
    "get-credential": getCredentialCommand,
    "get-kubeconfig": async () => (await import("../get-kubeconfig/get-kubeconfig.ts")).getKubeconfigCommand,
    "get-token": async () => (await import("./get-token-command.ts")).getTokenCommand,
  },
});
