import type { Flags } from "../arguments/flag.ts";
import { getKubeconfigFlags } from "./get-kubeconfig-flags.ts";
import { globalFlags } from "./global-flags.ts";

const {
  name: _,
  "cluster-id": __,
  all: ___,
  explicit: ____,
  write: _____,
  "set-current": ______,
  ...entryFlags
} = getKubeconfigFlags;

/** Flags of `kubeconfig sync`, besides the global ones: first its own, then those about new entries. */
export const kubeconfigSyncFlags = {
  all: {
    type: "boolean",
    description: "Add an entry for each cluster that has none",
  },
  prune: {
    type: "boolean",
    description: "Remove the entries of clusters that no longer exist",
  },
  "profile-name": {
    type: "string",
    alias: "p",
    otherNames: ["profile"],
    repeatable: true,
    valueHint: "PROFILE",
    description: "Profile in the credentials file; may be given several times; by default those in the entries",
  },
  "region-id": {
    ...globalFlags["region-id"],
    description: "Only the clusters of this region, through its API endpoints",
  },
  ...entryFlags,
  "dry-run": { type: "boolean", description: "Show what would change, and change nothing" },
} as const satisfies Flags;
