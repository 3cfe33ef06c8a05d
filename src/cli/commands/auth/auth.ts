import { defineCommand } from "../../command.ts";

/** `auth`: which identity this tool uses, and why. */
export const authCommand = defineCommand({
  meta: { name: "auth", description: "Sign in and out, and show whose credentials are used and where they come from" },
  examples: ["ack-ram-tool auth sources", "ack-ram-tool auth whoami --profile-name prod"],
  subCommands: {
    login: async () => (await import("./auth-login.ts")).authLoginCommand,
    logout: async () => (await import("./auth-logout.ts")).authLogoutCommand,
    whoami: async () => (await import("./auth-whoami.ts")).authWhoamiCommand,
    sources: async () => (await import("./auth-sources.ts")).authSourcesCommand,
  },
});
