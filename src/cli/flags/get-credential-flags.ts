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
    description: "The cluster's id, as the ACK console shows it; by default the one in the kubeconfig's cluster",
  },
  ...roleFlag,
  expiration: {
    type: "string",
    valueHint: "DURATION",
    default: "3h0m0s",
    description: "Lifetime of the certificate, 15m to 72h; 0 for the cluster's long-lived one",
  },
  "api-version": {
    type: "enum",
    options: [...API_VERSIONS],
    description: "ExecCredential version if kubectl does not ask for one; by default v1beta1",
  },
  ...cacheDirectoryFlag,
  "no-cache": {
    type: "boolean",
    description: "Do not use the cache: ask the API each time",
  },
  "force-refresh": {
    type: "boolean",
    description: "Ask the API for a new certificate, and cache it",
  },
} as const satisfies Flags;
