import type { ListedCluster } from "../alibaba/cs/describe-clusters.ts";
import { printableLine } from "../errors/escape-control-characters.ts";
import { shellWord } from "../errors/quote-shell-word.ts";
import { ToolError } from "../errors/tool-error.ts";

/** What to match. */
export interface KnownClusters {
  readonly listed: readonly ListedCluster[];
  /** Ids, by the context names of this tool. */
  readonly contexts: ReadonlyMap<string, string>;
  /** The command that lists the clusters, for hints. */
  readonly listCommand: string;
  /** The known name that was probably meant. */
  readonly closest: (name: string, names: readonly string[]) => string | undefined;
}

/**
 * The cluster that a person means: by exact name, else by id, else by the name of a kubeconfig context, else the only
 * one whose name starts with the text.
 * @throws ToolError `clusters_not_found` for none, or several
 */
export function findCluster(wanted: string, { listed, contexts, listCommand, closest }: KnownClusters): ListedCluster {
  const id = contexts.get(wanted);
  const candidates = [
    listed.filter(({ name }) => name === wanted),
    listed.filter((cluster) => cluster.id === wanted),
    listed.filter((cluster) => cluster.id === id),
    listed.filter(({ name }) => name.startsWith(wanted)),
  ].find((found) => found.length > 0);
  const [cluster, ...others] = candidates ?? [];
  if (cluster !== undefined && others.length === 0) return cluster;
  if (candidates !== undefined) throw several(wanted, candidates);
  const meant = closest(
    wanted,
    listed.map(({ name }) => name),
  );
  throw new ToolError({
    code: "clusters_not_found",
    message: `these credentials see no cluster ${JSON.stringify(wanted)}${meant === undefined ? "" : `: did you mean ${JSON.stringify(meant)}?`}`,
    hint: `to see all: ${listCommand}`,
  });
}

function several(wanted: string, found: readonly ListedCluster[]): ToolError {
  const what = found.every(({ name }) => name === wanted) ? "have the name" : "have names that start with";
  return new ToolError({
    code: "clusters_not_found",
    message: `${found.length} clusters ${what} ${JSON.stringify(wanted)}`,
    items: found.map(({ id, name, regionId, state }) => printableLine(`${name}: ${[id, regionId, state].join(" ")}`)),
    hint: `name one by its id: --cluster-id ${shellWord(found[0]?.id ?? "ID")}`,
  });
}
