import { ToolError } from "../errors/tool-error.ts";
import type { KubeconfigView, PluginUser } from "../kubeconfig/kubeconfig-view.ts";
import { argumentValue, FLAG_WORDS, type PluginEntry, pluginEntries } from "../kubeconfig/plugin-entries.ts";
import type { AnsweredCluster } from "./build-entries.ts";

/** The arguments that decide the identity and the cloud. */
const WHO = [
  FLAG_WORDS.profileName,
  ["--profile-file"],
  FLAG_WORDS.roleArn,
  ["--cs-endpoint"],
  ["--credential-type"],
] as const;

/**
 * Makes sure that no name in a kubeconfig changes its meaning: an existing entry must be this tool's, for the same
 * cluster and the same credentials.
 * @throws ToolError `kubeconfig_unusable`; the message says who owns the name
 */
export function checkTakenNames(answered: readonly AnsweredCluster[], view: KubeconfigView): void {
  const entries = pluginEntries([view]);
  for (const { cluster, entry } of answered) {
    const isOther = ({ clusterId, user }: PluginEntry): boolean =>
      clusterId !== cluster.id || !isSameWho(user, entry.exec.args);

    const context = entries.find(({ contextName }) => contextName === entry.contextName);
    const isContextThere = view.contexts.some(({ name }) => name === entry.contextName);
    if (isContextThere && (context === undefined || isOther(context)))
      throw taken("context", entry.contextName, context);

    const user = view.pluginUsers.find(({ name }) => name === entry.userName);
    const ofUser = entries.filter(({ userName }) => userName === entry.userName);
    const otherUser = ofUser.find((other) =>
      entry.exec.provideClusterInfo ? !isSameWho(other.user, entry.exec.args) : isOther(other),
    );
    const isUserThere = view.userNames.includes(entry.userName);
    if (isUserThere && (user === undefined || otherUser !== undefined)) throw taken("user", entry.userName, otherUser);

    const there = view.clusters.find(({ name }) => name === entry.clusterName);
    const otherCluster = entries.find(
      ({ clusterName, clusterId }) => clusterName === entry.clusterName && clusterId !== cluster.id,
    );
    const isOurs = entries.some(({ clusterName }) => clusterName === entry.clusterName);
    const isForeign = there !== undefined && !isOurs && there.cluster.server !== entry.cluster["server"];
    if (otherCluster !== undefined || isForeign) throw taken("cluster", entry.clusterName, otherCluster);
  }
}

function isSameWho({ args }: PluginUser, wanted: readonly string[]): boolean {
  return WHO.every((flag) => argumentValue(args, flag) === argumentValue(wanted, flag));
}

function taken(kind: string, name: string, owner: PluginEntry | undefined): ToolError {
  const profile = owner && argumentValue(owner.user.args, FLAG_WORDS.profileName);
  const role = owner && argumentValue(owner.user.args, FLAG_WORDS.roleArn);
  const as = [profile && ` with profile ${profile}`, role && ` as role ${role}`].filter(Boolean).join("");
  const whose = owner === undefined ? "is not this tool's" : `belongs to cluster ${owner.clusterId ?? "(none)"}${as}`;
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `${kind} ${JSON.stringify(name)} ${whose}, so nothing was written`,
    hint: "choose another name with --context-name NAME, or replace it with --overwrite",
  });
}
