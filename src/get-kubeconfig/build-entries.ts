import { shellWord } from "../errors/quote-shell-word.ts";
import { ToolError } from "../errors/tool-error.ts";
import { CLUSTER_EXTENSION, clusterConfig } from "../exec-credential/cluster-extension.ts";
import { type ExecSection, execSection, type ExecVariable } from "../kubeconfig/exec-section.ts";
import type { ClusterEntry } from "../kubeconfig/cluster-entry.ts";
import { isPrivateAddress } from "../kubeconfig/private-address.ts";
import type { Fields } from "../kubeconfig/kubeconfig-fields.ts";
import type { ExistingExec, KubeconfigEntry } from "../kubeconfig/kubeconfig-entry.ts";
import { type EntryNames, entryNames, type NamedCluster, sharedUserName, type RequestedNames } from "./entry-names.ts";
import type { FetchedCluster } from "./fetch-clusters.ts";
import { describeCluster } from "./live-clusters.ts";
import { pluginArguments, type PluginSettings } from "./plugin-arguments.ts";

/** How to write the entries of a kubeconfig. */
export interface EntryStyle {
  readonly names: RequestedNames;
  /** Whether there are, or may be, other entries: then the API's names are not unique enough. */
  readonly besideOthers: boolean;
  readonly command: string;
  readonly settings: Omit<PluginSettings, "clusterId">;
  /** Additional variables for the plugin. */
  readonly env: readonly ExecVariable[];
  /** Write the plugin's default arguments too. */
  readonly explicit: boolean;
  /** Merges the new section with the one that the user already has. */
  readonly mergeExecSection?: (exec: ExecSection, existing: ExistingExec) => ExecSection;
  /** One user for all clusters; the id is in each cluster's entry. */
  readonly isUserShared: boolean;
}

/** An entry and its cluster. */
export interface AnsweredCluster {
  readonly cluster: NamedCluster;
  readonly entry: KubeconfigEntry;
}

/** A cluster that failed, and why. */
export interface FailedCluster {
  readonly cluster: NamedCluster;
  readonly error: unknown;
}

/**
 * Turns the API's answers into kubeconfig entries, and separates failures. @throws ToolError `usage` for a name that
 * cannot be made
 */
export function buildEntries(
  fetched: readonly FetchedCluster[],
  style: EntryStyle,
): { readonly answered: readonly AnsweredCluster[]; readonly failed: readonly FailedCluster[] } {
  const answered: AnsweredCluster[] = [];
  const failed: FailedCluster[] = [];
  for (const result of fetched) {
    const { cluster } = result;
    if ("error" in result) {
      failed.push({ cluster, error: result.error });
      continue;
    }
    answered.push({ cluster, entry: entryOf(cluster, result.entry, style) });
  }
  return { answered, failed };
}

function entryOf(cluster: NamedCluster, fetched: ClusterEntry, style: EntryStyle): KubeconfigEntry {
  const { names, command, settings, env, explicit, isUserShared } = style;
  const own = style.besideOthers ? undefined : fetched;
  // The cluster's extension has the id and the region.
  const ofCluster = isUserShared ? { clusterId: undefined, regionId: undefined } : { clusterId: cluster.id };
  const args = pluginArguments({ ...settings, ...ofCluster }, explicit);
  const shared = isUserShared ? sharedUserName(settings.profileName) : undefined;
  const named = entryNames(names, { profile: settings.profileName, ...cluster }, own, shared);
  const rewrite = isUserShared ? rewriteAny(args) : rewriteOne(cluster, named, fetched, args);
  const exec = execSection(command, args, settings.apiVersion, rewrite, { env, provideClusterInfo: isUserShared });
  const { mergeExecSection } = style;
  return {
    ...named,
    cluster: isUserShared ? withConfig(fetched.cluster, cluster, settings.regionId) : fetched.cluster,
    exec,
    ...(mergeExecSection && { mergeExecSection: (existing: ExistingExec) => mergeExecSection(exec, existing) }),
  };
}

/** The command line that writes a shared user again, with any of its clusters. */
function rewriteAny(args: readonly string[]): string {
  return `${rewriteWith(args)} --cluster-id ID --shared-user`;
}

/** The command line that writes an entry again. */
function rewriteOne({ id }: NamedCluster, names: EntryNames, { cluster }: ClusterEntry, args: readonly string[]) {
  const { contextName, userName, clusterName } = names;
  return [
    rewriteWith(args),
    `--context-name ${shellWord(contextName)}`,
    ...(userName === contextName ? [] : [`--user-name ${shellWord(userName)}`]),
    ...(clusterName === `ack-${id}` ? [] : [`--cluster-name ${shellWord(clusterName)}`]),
    ...(isPrivateAddress(String(cluster["server"])) ? ["--private-address"] : []),
  ].join(" ");
}

/** @param args the plugin's: get-kubeconfig has all its flags */
function rewriteWith([, command, ...flags]: readonly string[]): string {
  const mode = command === "get-token" ? ["--mode", "token"] : [];
  return ["ack-ram-tool get-kubeconfig --write", ...[...mode, ...flags].map(shellWord)].join(" ");
}

function withConfig(fields: Fields, { id: clusterId, regionId }: NamedCluster, regionAsked: string | undefined) {
  const extension = clusterConfig({ clusterId, regionId: regionId ?? regionAsked });
  return { ...fields, extensions: [{ name: CLUSTER_EXTENSION, extension }] };
}

/** One error for all clusters that failed; if a single one was requested, its own. */
export function clustersError(failed: readonly FailedCluster[], asked: number): unknown {
  const [first] = failed;
  if (asked === 1) return first?.error;
  const cause = first?.error;
  return new ToolError({
    code: "clusters_failed",
    message: `${failed.length} of ${asked} clusters failed`,
    items: failed.map(({ cluster, error }) => `${describeCluster(cluster)}: ${messageOf(error)}`),
    hint: cause instanceof ToolError ? cause.hint : undefined,
    cause,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}
