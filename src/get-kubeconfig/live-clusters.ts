import { isLive } from "../alibaba/cs/cluster-state.ts";
import type { ListedCluster } from "../alibaba/cs/describe-clusters.ts";
import { printableLine } from "../errors/escape-control-characters.ts";
import { ToolError } from "../errors/tool-error.ts";

const CHECK_ACCOUNT = "check the profile and the region; listing needs the RAM action cs:DescribeClustersV1";

/** What to say of an empty list. */
export function noClusters(regionId: string | undefined): string {
  return `these credentials see no clusters${inRegion(regionId)}: ${CHECK_ACCOUNT}`;
}

function inRegion(regionId: string | undefined): string {
  return regionId === undefined ? "" : ` in ${regionId}`;
}

/** `production (c123)`, or the id alone. */
export function describeCluster({ id, name }: { readonly id: string; readonly name: string | undefined }): string {
  return printableLine(name ? `${name} (${id})` : id);
}

/**
 * The clusters whose API server answers.
 * @param onSkipped receives a line about each other cluster
 * @throws ToolError `clusters_not_found` if there is none
 */
export function liveClusters(
  clusters: readonly ListedCluster[],
  regionId: string | undefined,
  onSkipped: (line: string) => void,
): readonly ListedCluster[] {
  for (const cluster of clusters) {
    if (!isLive(cluster.state)) onSkipped(`skipped ${cluster.name || cluster.id} (${cluster.state})`);
  }
  const live = clusters.filter(({ state }) => isLive(state));
  if (live.length > 0) return live;
  throw new ToolError({
    code: "clusters_not_found",
    message: `these credentials see no running cluster${inRegion(regionId)}`,
    hint: CHECK_ACCOUNT,
  });
}

/** What a list of clusters lacks. */
export function listingError(gap: unknown): ToolError {
  return new ToolError({
    code: "clusters_failed",
    message: `the list of clusters is incomplete: ${gap instanceof Error ? gap.message : "unknown error"}`,
    hint: gap instanceof ToolError ? gap.hint : "try again",
    cause: gap,
  });
}
