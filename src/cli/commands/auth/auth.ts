import { defineCommand } from "../../command.ts";

/** `auth`: who this tool acts as, and why. */
export const authCommand = defineCommand({
  meta: { name: "auth", description: "Show whose credentials are used, and where they come from" },
  examples: ["ack-ram-tool auth sources", "ack-ram-tool auth whoami --profile-name prod"],
  subCommands: {
    whoami: async () => (await import("./auth-whoami.ts")).authWhoamiCommand,
    sources: async () => (await import("./auth-sources.ts")).authSourcesCommand,
  },
});
