import { printableLine } from "../errors/escape-control-characters.ts";
import { usageError } from "../errors/tool-error.ts";
import type { AnsweredCluster } from "./build-entries.ts";

/**
 * Makes sure that no two clusters get the same name, and none an invisible name.
 * @throws ToolError `usage` listing the duplicates
 */
export function checkDistinctNames(answered: readonly AnsweredCluster[]): void {
  const kinds = [
    ["context", ({ entry }: AnsweredCluster) => entry.contextName],
    ["user", ({ entry }: AnsweredCluster) => (entry.exec.provideClusterInfo ? undefined : entry.userName)],
    ["cluster", ({ entry }: AnsweredCluster) => entry.clusterName],
  ] as const;
  for (const [kind, nameOf] of kinds) {
    const byName = Map.groupBy(answered, (one) => seen(nameOf(one)));
    for (const [name, namesakes] of byName) {
      if (name === undefined) continue;
      const ids = namesakes.map(({ cluster: { id, name: own, regionId } }) =>
        printableLine([own, id, regionId].filter(Boolean).join(", ")),
      );
      const hint = `tell them apart: --${kind}-name '{name}-{id}'`;
      if (name === "") throw usageError(`a ${kind} would have an invisible name`, hint, ids);
      if (new Set(ids).size > 1) {
        throw usageError(`${ids.length} clusters would have the ${kind} name ${JSON.stringify(name)}`, hint, ids);
      }
    }
  }
}

/** A name without invisible characters. */
function seen(name: string | undefined): string | undefined {
  return name?.replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
}
