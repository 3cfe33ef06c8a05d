import type { Flags } from "../arguments/flag.ts";

/** `--role-arn`, for commands that use credentials. */
export const roleFlag = {
  "role-arn": {
    type: "string",
    valueHint: "ARN",
    description: "RAM role to assume with the credentials",
  },
} as const satisfies Flags;
