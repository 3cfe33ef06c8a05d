import type { Flags } from "../arguments/flag.ts";

/** `--output`, for commands whose output a script might read. */
export const outputFlag = {
  output: {
    type: "enum",
    alias: "o",
    options: ["text", "json"],
    default: "text",
    description: "Output format",
  },
} as const satisfies Flags;
