import { describeClusterUserKubeconfig, SHORTEST_MINUTES } from "../alibaba/cs/describe-cluster-user-kubeconfig.ts";
import { describeClusters, type ListedCluster } from "../alibaba/cs/describe-clusters.ts";
import { isLive } from "../alibaba/cs/cluster-state.ts";
import type { Session } from "../credentials/open-session.ts";
import { ToolError } from "../errors/tool-error.ts";
import { fetchClusters, type FoundCluster } from "../get-kubeconfig/fetch-clusters.ts";
import type { EntryStyle } from "../get-kubeconfig/build-entries.ts";

/** Whose clusters to sync, and how to write their entries. */
export interface Account {
  readonly profile: string | undefined;
  /** The arguments about credentials and endpoint: entries with the same ones are this account's. */
  readonly identity: string;
  /** Only the clusters of this region. */
  readonly regionId: string | undefined;
  readonly style: EntryStyle;
}

/** An account's credentials, and its API. */
export interface AccountSession extends Session {
  /** Base URL. */
  readonly csEndpoint: string;
}

/** An account's clusters. */
export interface AccountReport {
  readonly account: Account;
  readonly listed: ReadonlyMap<string, ListedCluster>;
  /** Why the list may be incomplete or missing; undefined: it is complete. */
  readonly gap: unknown;
  /** How to reach the requested clusters, by id, or why that is unknown. */
  readonly found: ReadonlyMap<string, FoundCluster>;
  /** Ids that the API does not know, even when asked for each one. */
  readonly gone: ReadonlySet<string>;
}

/** The request. */
export interface SurveyRequest {
  /** Clusters with entries in the kubeconfig, and whether those use an address inside the VPC. */
  readonly known: ReadonlyMap<string, { readonly isPrivate: boolean }>;
  /** The other clusters, too. */
  readonly all: boolean;
  /** Whether the others should use their addresses inside the VPC. */
  readonly privateAddress: boolean;
  readonly onProgress: (text: string) => void;
}

/** Asks the API for an account's clusters. Never throws: failures become gaps. */
export async function inspectAccount(
  account: Account,
  openSession: () => Promise<AccountSession>,
  wanted: SurveyRequest,
): Promise<AccountReport> {
  try {
    const session = await openSession();
    const { csEndpoint: endpoint } = session;
    const request = { endpoint, regionId: account.regionId, credentials: session.credentials };
    const { clusters, gap } = await describeClusters(request, session.ports);
    const listed = new Map(clusters.map((cluster) => [cluster.id, cluster]));
    const chosen = clusters.filter(({ id, state }) => isLive(state) && (wanted.all || wanted.known.has(id)));
    const found = await reach(chosen, session, wanted);
    const missing = gap === undefined ? [...wanted.known.keys()].filter((id) => !listed.has(id)) : [];
    const gone = new Set<string>();
    for (const id of missing) if (await isGone(id, endpoint, session)) gone.add(id);
    return { account, listed, gap, found, gone };
  } catch (error) {
    return { account, listed: new Map(), gap: error, found: new Map(), gone: new Set() };
  }
}

async function reach(
  clusters: readonly ListedCluster[],
  session: AccountSession,
  { known, privateAddress, onProgress }: SurveyRequest,
): Promise<ReadonlyMap<string, FoundCluster>> {
  const isPrivate = ({ id }: ListedCluster): boolean => known.get(id)?.isPrivate ?? privateAddress;
  const found = new Map<string, FoundCluster>();
  for (const inside of [false, true]) {
    const part = clusters.filter((cluster) => isPrivate(cluster) === inside);
    const before = found.size;
    const fetched = await fetchClusters(
      {
        clusters: part,
        csEndpoint: session.csEndpoint,
        privateAddress: inside,
        onProgress: (done) => onProgress(`${before + done} of ${clusters.length} clusters`),
      },
      session,
    );
    for (const { cluster, ...result } of fetched) found.set(cluster.id, result);
  }
  return found;
}

/**
 * Whether the API says that there is no such cluster; a list can leave out clusters that these credentials may not see.
 */
async function isGone(clusterId: string, endpoint: string, { credentials, ports }: Session): Promise<boolean> {
  try {
    await describeClusterUserKubeconfig({ endpoint, clusterId, durationMinutes: SHORTEST_MINUTES, credentials }, ports);
    return false;
  } catch (error) {
    // Not every 404: a gateway may not know the API at all.
    return (
      error instanceof ToolError &&
      error.code === "api_error" &&
      error.details["status"] === 404 &&
      /cluster.?not.?found/i.test(String(error.details["api code"]))
    );
  }
}
