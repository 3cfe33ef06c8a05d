import { describeClusters } from "../../../alibaba/cs/describe-clusters.ts";
import type { Session } from "../../../credentials/open-session.ts";
import { usageError } from "../../../errors/tool-error.ts";
import type { NamedCluster } from "../../../get-kubeconfig/entry-names.ts";
import { findCluster } from "../../../get-kubeconfig/find-cluster.ts";
import { listingError, liveClusters } from "../../../get-kubeconfig/live-clusters.ts";
import { knownContexts } from "../../../kubeconfig/plugin-entries.ts";
import type { World } from "../../../world/world.ts";
import { closestName } from "../../../errors/closest-name.ts";
import type { Given } from "../../arguments/flag.ts";
import { readClusterId } from "../../flags/cluster-id-flag.ts";
import { listClustersCommand } from "../../flags/list-clusters-command.ts";

/** How the command line selects clusters. */
export type Wanted =
  | { readonly kind: "all" }
  | { readonly kind: "ids" | "names"; readonly words: readonly [string, ...string[]] };

interface Flags {
  readonly all: boolean;
  readonly name: readonly string[];
  readonly "cluster-id": readonly string[];
  readonly "region-id": string | undefined;
  readonly kubeconfig: string | undefined;
}

/** @throws ToolError `usage` unless they are selected in exactly one way */
export function readWanted(flags: Flags, given: Given): Wanted {
  const [ids, names] = [distinct(flags["cluster-id"]), distinct(flags.name)];
  if (Number(flags.all) + Number(ids !== undefined) + Number(names !== undefined) > 1) {
    const ways = [flags.all && "--all", ids && "--cluster-id", names && "the name of a cluster"].filter(Boolean);
    throw usageError(`${ways.join(" and ")} exclude each other`, "leave all but one out");
  }
  if (flags.all) return { kind: "all" };
  if (ids !== undefined) {
    for (const id of ids) readClusterId(id, listClustersCommand(given));
    return { kind: "ids", words: ids };
  }
  if (names !== undefined) return { kind: "names", words: names };
  throw usageError(
    "--cluster-id is missing",
    `add --cluster-id ID, a cluster's name, or --all; to see the clusters: ${listClustersCommand(given)}`,
  );
}

function distinct(words: readonly string[]): readonly [string, ...string[]] | undefined {
  const [first, ...others] = new Set(words);
  return first === undefined ? undefined : [first, ...others];
}

/** The selected clusters. */
export interface WantedClusters {
  readonly clusters: readonly NamedCluster[];
  /** The error that kept `--all` from listing every cluster, if any. */
  readonly gap: unknown;
}

/**
 * Finds the selected clusters; ids are used without a request.
 * @param endpoint base URL
 * @throws ToolError `clusters_not_found`, `clusters_failed` and those of the API
 */
export async function selectClusters(
  wanted: Wanted,
  endpoint: string,
  flags: Flags,
  given: Given,
  { credentials, ports }: Session,
  world: World,
): Promise<WantedClusters> {
  if (wanted.kind === "ids") return { clusters: wanted.words.map((id) => ({ id, name: undefined })), gap: undefined };
  const regionId = flags["region-id"];
  const { clusters: listed, gap } = await describeClusters({ endpoint, regionId, credentials }, ports);
  if (wanted.kind === "all") return { clusters: liveClusters(listed, regionId, world.stderr), gap };
  // A cluster that is missing from the list may have the same name.
  if (gap !== undefined) throw listingError(gap);
  const known = await knownContexts(flags.kubeconfig, world);
  const contexts = new Map(known.map(({ name, clusterId }) => [name, clusterId]));
  const listCommand = listClustersCommand(given);
  const found = wanted.words.map((word) => findCluster(word, { listed, contexts, listCommand, closest: closestName }));
  return { clusters: [...new Map(found.map((cluster) => [cluster.id, cluster])).values()], gap: undefined };
}
