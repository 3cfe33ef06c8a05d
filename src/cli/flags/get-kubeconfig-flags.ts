import type { Flags, FlagValues } from "../arguments/flag.ts";
import { outputFlag } from "./output-flag.ts";
import { getCredentialFlags } from "./get-credential-flags.ts";
import type { globalFlags } from "./global-flags.ts";

/** Flags of `get-kubeconfig`, besides the global ones: the Go tool's, then new ones. */
export const getKubeconfigFlags = {
  name: {
    type: "positional",
    required: false,
    repeatable: true,
    valueHint: "CLUSTER",
    description: "The cluster's name, or the start of it; may be given several times",
  },
  "cluster-id": {
    type: "string",
    alias: "c",
    repeatable: true,
    valueHint: "ID",
    description: "The cluster's id, as the ACK console shows it; may be given several times",
  },
  all: {
    type: "boolean",
    description: "Every running cluster of the account, or of --region-id, that these credentials can see",
  },
  mode: {
    type: "enum",
    alias: "m",
    options: ["cert", "certificate", "token", "ram-authenticator-token"],
    default: "certificate",
    description:
      "certificate: kubectl gets client certificates; token: tokens, for clusters with ack-ram-authenticator",
  },
  "private-address": {
    type: "boolean",
    description: "Use the API server's address inside the VPC",
  },
  "role-arn": getCredentialFlags["role-arn"],
  expiration: getCredentialFlags.expiration,
  "api-version": {
    ...getCredentialFlags["api-version"],
    default: "v1beta1",
    description: "ExecCredential version for kubectl to ask for; v1 needs kubectl 1.22 or newer",
  },
  "credential-cache-dir": getCredentialFlags["credential-cache-dir"],
  "no-cache": getCredentialFlags["no-cache"],
  "force-refresh": getCredentialFlags["force-refresh"],
  env: {
    type: "string",
    repeatable: true,
    valueHint: "NAME[=VALUE]",
    description:
      "An environment variable for the plugin, for programs that do not get your shell's; may be given several times",
  },
  explicit: {
    type: "boolean",
    description: "Write the plugin's default arguments too, as the Go tool does",
  },
  "absolute-command": {
    type: "boolean",
    description: "Write this program's full path, for programs that run without your shell's PATH (GUIs)",
  },
  "shared-user": {
    type: "boolean",
    description:
      "One user for all clusters: kubectl, like every client-go program, passes the cluster's id to the plugin",
  },
  write: {
    type: "boolean",
    description: "Merge into the kubeconfig file instead of printing",
  },
  kubeconfig: {
    type: "string",
    valueHint: "FILE",
    description: "The file to merge into; by default the one that kubectl uses (KUBECONFIG, ~/.kube/config)",
  },
  "context-name": {
    type: "string",
    valueHint: "NAME",
    description:
      "Name of the context; in all three names, {id} and {profile} are replaced, and {name} and {region} with --all or a cluster's name",
  },
  "user-name": {
    type: "string",
    valueHint: "NAME",
    description: "Name of the user; by default the context's name; with --shared-user, ack or ack-PROFILE",
  },
  "cluster-name": {
    type: "string",
    valueHint: "NAME",
    description: "Name of the cluster",
  },
  "set-current": {
    type: "boolean",
    description: "Make the new context the current one",
  },
  overwrite: {
    type: "boolean",
    description: "Replace a context, user or cluster of the same name, even one that this tool did not write",
  },
  "dry-run": {
    type: "boolean",
    description: "Show what --write would change, and change nothing",
  },
  ...outputFlag,
} as const satisfies Flags;

/** Their values, with those of the global flags. */
export type GetKubeconfigValues = FlagValues<typeof getKubeconfigFlags & typeof globalFlags>;
