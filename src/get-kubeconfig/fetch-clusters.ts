import { readClusterEntry, type ClusterEntry } from "../kubeconfig/cluster-entry.ts";
import { describeClusterUserKubeconfig, SHORTEST_MINUTES } from "../alibaba/cs/describe-cluster-user-kubeconfig.ts";
import type { Session } from "../credentials/open-session.ts";
import type { NamedCluster } from "./entry-names.ts";

/** Number of concurrent requests: more would be throttled. */
const CONCURRENCY = 4;

/** The clusters to fetch. */
export interface ClustersWanted {
  readonly clusters: readonly NamedCluster[];
  /** Base URL. */
  readonly csEndpoint: string;
  readonly privateAddress: boolean;
  /** Called with the number of clusters done. */
  readonly onProgress: (done: number) => void;
}

/** How to reach a cluster, or why that is unknown. */
export type FoundCluster = { readonly entry: ClusterEntry } | { readonly error: unknown };

/** The same, with the cluster. */
export type FetchedCluster = { readonly cluster: NamedCluster } & FoundCluster;

/** How to reach each cluster, in the order of the request. One failure does not stop the others. */
export async function fetchClusters(wanted: ClustersWanted, session: Session): Promise<readonly FetchedCluster[]> {
  const results: FetchedCluster[] = [];
  const queue = wanted.clusters.entries();
  let done = 0;
  const worker = async (): Promise<void> => {
    for (const [index, cluster] of queue) {
      results[index] = await fetchCluster(cluster, wanted, session);
      done += 1;
      wanted.onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
}

async function fetchCluster(
  cluster: NamedCluster,
  { csEndpoint: endpoint, privateAddress }: ClustersWanted,
  { credentials, ports }: Session,
): Promise<FetchedCluster> {
  try {
    const { config } = await describeClusterUserKubeconfig(
      { endpoint, clusterId: cluster.id, durationMinutes: SHORTEST_MINUTES, credentials, privateAddress },
      ports,
    );
    return { cluster, entry: await readClusterEntry(config) };
  } catch (error) {
    return { cluster, error };
  }
}
