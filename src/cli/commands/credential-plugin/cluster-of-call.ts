import { ToolError, usageError } from "../../../errors/tool-error.ts";
import {
  CLUSTER_EXTENSION,
  type ClusterConfig,
  isOfAnotherPlugin,
  readClusterConfig,
} from "../../../exec-credential/cluster-config.ts";
import type { ExecCluster } from "../../../exec-credential/parse-exec-info.ts";
import type { Given } from "../../arguments/flag.ts";
import { readClusterId } from "../../flags/cluster-id.ts";

/** Which cluster kubectl wants credentials for. */
export interface ClusterOfCall {
  readonly clusterId: string;
  /** From the cluster's own extension. */
  readonly regionOfCluster: string | undefined;
  /** The kubeconfig's cluster, if only its extension, and no argument, has the id. */
  readonly claimedBy: ExecCluster | undefined;
}

interface Flags {
  readonly "cluster-id": string | undefined;
  readonly "region-id": string | undefined;
}

/**
 * The cluster of a call for which kubectl passes the kubeconfig's cluster: from `--cluster-id`, else from that
 * cluster's own extension, which may also have the region. A region from a variable applies to all clusters, and gives
 * way to it.
 * @throws ToolError `usage`, `exec_info_invalid`
 */
export function clusterOfCall(cluster: ExecCluster, flags: Flags, given: Given): ClusterOfCall {
  const { config } = cluster;
  const id = flags["cluster-id"] === undefined ? undefined : readClusterId(flags["cluster-id"]);
  // With `--cluster-id`, an extension for another plugin does not matter.
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
    message: `${flag} ${given} contradicts the kubeconfig's cluster, whose ${CLUSTER_EXTENSION} extension says ${field} ${configured}`,
    hint: `take ${flag} out of the user's args in the kubeconfig, or correct the cluster's extension`,
  });
}

function missing(config: unknown): ToolError {
  return usageError(
    `--cluster-id is missing, and the kubeconfig's cluster has ${config === null ? `no ${CLUSTER_EXTENSION} extension` : `no clusterId in its ${CLUSTER_EXTENSION} extension`}`,
    "write both again: ack-ram-tool get-kubeconfig --cluster-id ID --shared-user --write",
  );
}
