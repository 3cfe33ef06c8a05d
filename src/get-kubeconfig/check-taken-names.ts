import { ToolError } from "../errors/tool-error.ts";
import type { KubeconfigView, PluginUser } from "../kubeconfig/kubeconfig-view.ts";
import { argumentValue, FLAG_WORDS, type PluginEntry, pluginEntries } from "../kubeconfig/plugin-entries.ts";
import type { AnsweredCluster } from "./build-entries.ts";

/** The arguments that decide the identity and the cloud: the spellings of each. */
const WHO: readonly (readonly [string, ...string[]])[] = [
  FLAG_WORDS.profileName,
  ["--profile-file"],
  FLAG_WORDS.roleArn,
  ["--cs-endpoint"],
  ["--credential-type"],
];

/**
 * Makes sure that no name in a kubeconfig changes its meaning: an existing entry must be this tool's, for the same
 * cluster and the same credentials.
 * @throws ToolError `kubeconfig_unusable`; the message says who owns the name
 */
export function checkTakenNames(answered: readonly AnsweredCluster[], view: KubeconfigView): void {
  const entries = pluginEntries([view]);
  for (const answer of answered) {
    const { cluster, entry } = answer;
    const isOther = ({ clusterId, user }: PluginEntry): boolean =>
      clusterId !== cluster.id || !isSameWho(user, entry.exec.args);

    const context = entries.find(({ contextName }) => contextName === entry.contextName);
    const isContextThere = view.contexts.some(({ name }) => name === entry.contextName);
    if (isContextThere && (context === undefined || isOther(context)))
      throw taken("context", entry.contextName, context, answer);

    const user = view.pluginUsers.find(({ name }) => name === entry.userName);
    const ofUser = entries.filter(({ userName }) => userName === entry.userName);
    const otherUser = ofUser.find((other) =>
      entry.exec.provideClusterInfo ? !isSameWho(other.user, entry.exec.args) : isOther(other),
    );
    const isUserThere = view.userNames.includes(entry.userName);
    if (isUserThere && (user === undefined || otherUser !== undefined))
      throw taken("user", entry.userName, otherUser, answer);

    const there = view.clusters.find(({ name }) => name === entry.clusterName);
    // An entry without a cluster id is broken, and has no claim to the cluster.
    const ofCluster = entries.filter(({ clusterName, clusterId }) => clusterName === entry.clusterName && clusterId);
    const otherCluster = ofCluster.find(({ clusterId }) => clusterId !== cluster.id);
    const isOurs = ofCluster.length > 0;
    const isForeign = there !== undefined && !isOurs && there.cluster.server !== entry.cluster["server"];
    if (otherCluster !== undefined || isForeign) throw taken("cluster", entry.clusterName, otherCluster, answer);
  }
}

function isSameWho({ args }: PluginUser, wanted: readonly string[]): boolean {
  return WHO.every((flag) => argumentValue(args, flag) === argumentValue(wanted, flag));
}

function taken(
  kind: string,
  name: string,
  owner: PluginEntry | undefined,
  { cluster, entry }: AnsweredCluster,
): ToolError {
  const whose = owner === undefined ? "is not this tool's" : describeOwner(owner, cluster.id, entry.exec.args);
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `${kind} ${JSON.stringify(name)} ${whose}, so nothing was written`,
    hint: `choose another name with --${kind}-name NAME, or replace it with --overwrite`,
  });
}

function describeOwner({ clusterId, user }: PluginEntry, wantedId: string, wanted: readonly string[]): string {
  if (clusterId === undefined) return "runs this tool without a cluster id";
  if (clusterId === wantedId) {
    const other = WHO.find((flag) => argumentValue(user.args, flag) !== argumentValue(wanted, flag));
    const value = other && argumentValue(user.args, other);
    return `already uses this cluster ${value === undefined ? `without ${other?.[0]}` : `with ${other?.[0]} ${value}`}`;
  }
  const [profile, role] = [FLAG_WORDS.profileName, FLAG_WORDS.roleArn].map((flag) => argumentValue(user.args, flag));
  return `belongs to cluster ${clusterId}${profile ? ` with profile ${profile}` : ""}${role ? ` as role ${role}` : ""}`;
}
