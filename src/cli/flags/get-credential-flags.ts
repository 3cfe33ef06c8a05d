import { API_VERSIONS } from "../../exec-credential/api-version.ts";
import { cacheDirectoryFlag } from "./cache-directory-flag.ts";
import type { Flags } from "../arguments/flag.ts";
import { roleFlag } from "./role-flag.ts";

/** Flags of `credential-plugin get-credential`, besides the global ones. */
export const getCredentialFlags = {
  "cluster-id": {
    type: "string",
    alias: "c",
    valueHint: "ID",
    description:
      "The cluster's id, as the ACK console shows it; without it the one that the kubeconfig's cluster names",
  },
  ...roleFlag,
  expiration: {
    type: "string",
    valueHint: "DURATION",
    default: "3h0m0s",
    description: "Life of the certificate, 15m to 72h; 0 for the cluster's long-lived one",
  },
  "api-version": {
    type: "enum",
    options: [...API_VERSIONS],
    description: "ExecCredential version; what kubectl asks for wins, v1beta1 without one",
  },
  ...cacheDirectoryFlag,
  "no-cache": {
    type: "boolean",
    description: "Neither read nor keep certificates: ask the API each time",
  },
  "force-refresh": {
    type: "boolean",
    description: "Ask the API for a new certificate, and keep that one",
  },
} as const satisfies Flags;
