import type { Flags } from "../arguments/flag.ts";

/** `--role-arn`, for commands that use credentials. */
export const roleFlag = {
  "role-arn": {
    type: "string",
    valueHint: "ARN",
    description: "Assume this RAM role, whatever the credentials are",
  },
} as const satisfies Flags;
