import type { Flags } from "../../arguments/flag.ts";
import { getCredentialFlags } from "../../flags/get-credential-flags.ts";
import { outputFlag } from "../../flags/output-flag.ts";

/** Flags of the plugin that override the arguments in the examined context. */
export const triedFlags = {
  "cluster-id": {
    ...getCredentialFlags["cluster-id"],
    description: "Examine this cluster, with these flags, instead of a kubeconfig context",
  },
  "role-arn": getCredentialFlags["role-arn"],
  expiration: getCredentialFlags.expiration,
  "credential-cache-dir": getCredentialFlags["credential-cache-dir"],
} as const satisfies Flags;

/** Flags of `doctor`, besides the global ones. */
export const doctorFlags = {
  context: {
    type: "string",
    valueHint: "NAME",
    description: "The kubeconfig context to examine; by default the current one",
  },
  kubeconfig: {
    type: "string",
    valueHint: "FILE",
    description: "The kubeconfig to examine; by default those that kubectl uses",
  },
  ...triedFlags,
  ...outputFlag,
} as const satisfies Flags;
