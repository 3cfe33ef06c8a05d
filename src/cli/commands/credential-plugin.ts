import { defineCommand } from "../command.ts";
import { getCredentialCommand } from "./get-credential.ts";

/** `credential-plugin`: what a kubeconfig's exec section names. */
export const credentialPluginCommand = defineCommand({
  meta: { name: "credential-plugin", description: "Commands that kubectl runs to get credentials" },
  subCommands: {
    "get-credential": getCredentialCommand,
    "get-token": async () => (await import("./get-token.ts")).getTokenCommand,
  },
});
