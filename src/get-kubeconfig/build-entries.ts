import { ToolError } from "../errors/tool-error.ts";
import { CLUSTER_EXTENSION, clusterConfig } from "../exec-credential/cluster-config.ts";
import { type ExecSection, execSection, type ExecVariable } from "../kubeconfig/exec-section.ts";
import type { ClusterEntry, Fields } from "../kubeconfig/cluster-entry.ts";
import type { ExistingExec, KubeconfigEntry } from "../kubeconfig/kubeconfig-entry.ts";
import { entryNames, type NamedCluster, sharedUserName, type RequestedNames } from "./entry-names.ts";
import type { FetchedCluster } from "./fetch-clusters.ts";
import { describeCluster } from "./live-clusters.ts";
import { pluginArguments, type PluginSettings } from "./plugin-arguments.ts";

/** How the entries of a kubeconfig shall look. */
export interface EntryStyle {
  readonly names: RequestedNames;
  /** Whether there are, or may be, other entries beside: the API's names will not do then. */
  readonly besideOthers: boolean;
  readonly command: string;
  readonly settings: Omit<PluginSettings, "clusterId">;
  /** What the plugin shall have besides the variables of the program that runs it. */
  readonly env: readonly ExecVariable[];
  /** Write the plugin's default arguments too. */
  readonly explicit: boolean;
  /** The section where the user already has one. */
  readonly mergeExecSection?: (exec: ExecSection, existing: ExistingExec) => ExecSection;
  /** One user for all clusters, each of which names itself. */
  readonly isUserShared: boolean;
}

/** An entry, and the cluster that it is for. */
export interface AnsweredCluster {
  readonly cluster: NamedCluster;
  readonly entry: KubeconfigEntry;
}

/** A cluster that could not be had, and why. */
export interface FailedCluster {
  readonly cluster: NamedCluster;
  readonly error: unknown;
}

/** Turns what was fetched into kubeconfig entries, and sorts out what failed. @throws ToolError `usage` for a name that cannot be made */
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
  // The cluster and its region are the cluster's own to name.
  const ofCluster = isUserShared ? { clusterId: undefined, regionId: undefined } : { clusterId: cluster.id };
  const args = pluginArguments({ ...settings, ...ofCluster }, explicit);
  const shared = isUserShared ? sharedUserName(settings.profileName) : undefined;
  const exec = execSection(command, args, settings.apiVersion, { env, provideClusterInfo: isUserShared });
  const { mergeExecSection } = style;
  return {
    ...entryNames(names, { profile: settings.profileName, ...cluster }, own, shared),
    cluster: isUserShared ? withConfig(fetched.cluster, cluster, settings.regionId) : fetched.cluster,
    exec,
    ...(mergeExecSection && { mergeExecSection: (existing: ExistingExec) => mergeExecSection(exec, existing) }),
  };
}

function withConfig(fields: Fields, { id: clusterId, regionId }: NamedCluster, regionAsked: string | undefined) {
  const extension = clusterConfig({ clusterId, regionId: regionId ?? regionAsked });
  return { ...fields, extensions: [{ name: CLUSTER_EXTENSION, extension }] };
}

/** One error for all clusters that failed; for a single one that was asked for, its own. */
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
