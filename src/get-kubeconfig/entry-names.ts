import { shellWord } from "../errors/quote-shell-word.ts";
import { usageError } from "../errors/tool-error.ts";
import type { ClusterEntry } from "../kubeconfig/cluster-entry.ts";

/** The requested names; `{id}`, `{name}`, `{region}` and `{profile}` are replaced by the cluster's. */
export interface RequestedNames {
  readonly context: string | undefined;
  readonly user: string | undefined;
  readonly cluster: string | undefined;
}

/** The three names that an entry gets in a kubeconfig. */
export type EntryNames = Pick<ClusterEntry, "clusterName" | "contextName" | "userName">;

/** The cluster to name. */
export interface NamedCluster {
  readonly id: string;
  /** Known only if the clusters were listed. */
  readonly name: string | undefined;
  readonly regionId?: string | undefined;
  /** The profile whose credentials see it. */
  readonly profile?: string | undefined;
}

/**
 * The names of a cluster's entries.
 *
 * The API's own names are not unique: every cluster of an account is called `kubernetes` and has the same user, so a
 * second one would overwrite the first. Beside other entries the names are `ack-<id>`. A requested context name is used
 * for the user too: one context for each account, one user for each context.
 * @param own the API's names, if they are sufficient; undefined = the names must be unique
 * @param sharedUser the user of all clusters; undefined = each has its own
 * @throws ToolError `usage` for a placeholder without a value
 */
export function entryNames(
  requested: RequestedNames,
  cluster: NamedCluster,
  own: EntryNames | undefined,
  sharedUser?: string,
): EntryNames {
  const unique = `ack-${cluster.id}`;
  const context = fill(requested.context, cluster);
  return {
    clusterName: fill(requested.cluster, cluster) ?? own?.clusterName ?? unique,
    contextName: context ?? own?.contextName ?? unique,
    userName: fill(requested.user, cluster) ?? sharedUser ?? context ?? own?.userName ?? unique,
  };
}

/** The user that all clusters share, one for each profile. */
export function sharedUserName(profileName: string | undefined): string {
  return profileName === undefined ? "ack" : `ack-${profileName}`;
}

/**
 * Makes sure that several clusters do not get the same name.
 * @throws ToolError `usage`
 */
export function checkNamesForMany(requested: RequestedNames, isUserShared = false): void {
  for (const [kind, name] of Object.entries(requested)) {
    if (typeof name !== "string" || /\{(?:id|name)\}/.test(name)) continue;
    if (kind === "user" && isUserShared) continue;
    throw usageError(
      `--${kind}-name ${JSON.stringify(name)} would be the name of several clusters`,
      `put {id} into it: --${kind}-name ${shellWord(`${name}-{id}`)}`,
    );
  }
}

/** @throws ToolError `usage` for a placeholder that there is not */
export function checkPlaceholders(requested: RequestedNames): void {
  for (const [kind, name] of Object.entries(requested)) {
    const [unknown] = String(name ?? "").match(/\{(?!(?:id|name|region|profile)\})\w*\}/) ?? [];
    if (unknown === undefined) continue;
    throw usageError(
      `invalid --${kind}-name ${JSON.stringify(name)}: there is no placeholder ${unknown}`,
      "the placeholders are {id}, {name}, {region} and {profile}",
    );
  }
}

function fill(template: string | undefined, { id, name, regionId, profile }: NamedCluster): string | undefined {
  const values: Readonly<Record<string, string | undefined>> = { id, name, region: regionId, profile };
  return template?.replaceAll(/\{(id|name|region|profile)\}/g, (_, placeholder: string) => {
    const value = values[placeholder];
    if (value !== undefined) return value;
    throw usageError(
      `the ${placeholder} of cluster ${id} is not known, to put it into ${JSON.stringify(template)}`,
      placeholder === "profile"
        ? "name a profile with --profile-name, or use {id}"
        : "give the cluster's name instead of its id, or use {id}",
    );
  });
}
