import { ToolError, usageError } from "../../../errors/tool-error.ts";
import {
  CLUSTER_EXTENSION,
  type ClusterConfig,
  isOfAnotherPlugin,
  readClusterConfig,
} from "../../../exec-credential/cluster-extension.ts";
import type { ExecCluster } from "../../../exec-credential/parse-exec-info.ts";
import type { Given } from "../../arguments/flag.ts";
import { readClusterId } from "../../flags/cluster-id-flag.ts";

/** The cluster that kubectl needs credentials for. */
export interface ChosenCluster {
  readonly clusterId: string;
  /** From the extension of the kubeconfig's cluster. */
  readonly regionOfCluster: string | undefined;
  /** The kubeconfig's cluster if the id comes from its extension; undefined if it comes from `--cluster-id`. */
  readonly claimedBy: ExecCluster | undefined;
}

interface Flags {
  readonly "cluster-id": string | undefined;
  readonly "region-id": string | undefined;
}

/**
 * The cluster of a call to which kubectl passes the kubeconfig's cluster. Its id comes from `--cluster-id`, else from
 * the cluster's extension. The extension's region overrides one from a variable, which applies to all clusters.
 * @throws ToolError `usage`, `exec_info_invalid`
 */
export function chooseCluster(cluster: ExecCluster, flags: Flags, given: Given): ChosenCluster {
  const { config } = cluster;
  const id = flags["cluster-id"] === undefined ? undefined : readClusterId(flags["cluster-id"]);
  // With `--cluster-id`, an extension for another plugin is ignored.
  const isForeign = id !== undefined && isOfAnotherPlugin(config);
  const claimed: ClusterConfig = isForeign ? { clusterId: undefined, regionId: undefined } : readClusterConfig(config);
  const clusterId = id ?? claimed.clusterId;
  if (clusterId === undefined) throw missing(config);
  check("--cluster-id", id, "clusterId", claimed.clusterId);
  if (given.has("region-id")) check("--region-id", flags["region-id"], "regionId", claimed.regionId);
  return { clusterId, regionOfCluster: claimed.regionId, claimedBy: id === undefined ? cluster : undefined };
}

function check(flag: string, given: string | undefined, field: string, configured: string | undefined): void {
  if (given === undefined || configured === undefined || given === configured) return;
  throw new ToolError({
    code: "exec_info_invalid",
    message: `${flag} ${given} differs from ${field} ${configured} in the kubeconfig cluster's ${CLUSTER_EXTENSION} extension`,
    hint: `remove ${flag} from the user's args in the kubeconfig, or correct the cluster's extension`,
  });
}

function missing(config: unknown): ToolError {
  return usageError(
    `--cluster-id is missing, and the kubeconfig's cluster has ${config === null ? `no ${CLUSTER_EXTENSION} extension` : `no clusterId in its ${CLUSTER_EXTENSION} extension`}`,
    "write the entry again: ack-ram-tool get-kubeconfig --cluster-id ID --shared-user --write",
  );
}
