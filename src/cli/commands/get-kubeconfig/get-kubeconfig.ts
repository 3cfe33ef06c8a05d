import { productEndpoint } from "../../../alibaba/endpoint.ts";
import { describeClusters } from "../../../alibaba/cs/describe-clusters.ts";
import { openSession, type Session } from "../../../credentials/open-session.ts";
import { resolveCredentials } from "../../../credentials/resolve.ts";
import { describeSource } from "../../../credentials/source-table.ts";
import { ToolError, usageError } from "../../../errors/tool-error.ts";
import { checkNamesForMany, type NamedCluster } from "../../../get-kubeconfig/entry-names.ts";
import { fetchClusters } from "../../../get-kubeconfig/fetch-clusters.ts";
import { clustersError, kubeconfigAnswer } from "../../../get-kubeconfig/kubeconfig-answer.ts";
import { absoluteCommand } from "../../../get-kubeconfig/plugin-command.ts";
import { newKubeconfig } from "../../../kubeconfig/kubeconfig-entry.ts";
import { kubeconfigText } from "../../../kubeconfig/merge-kubeconfig.ts";
import { PROGRAM_NAME } from "../../../paths.ts";
import { defineCommand } from "../../command.ts";
import type { FlagValues } from "../../arguments/flag.ts";
import type { globalFlags } from "../../flags/global-flags.ts";
import { pluginSettings } from "./plugin-settings.ts";
import { progressLine } from "../../terminal/progress-line.ts";
import { credentialSettings, readClusterId, readExpiration, readTimeout } from "../../arguments/settings.ts";
import { getKubeconfigFlags } from "../../flags/get-kubeconfig-flags.ts";
import { writeKubeconfig } from "./write-kubeconfig.ts";

/** `get-kubeconfig`, and `credential-plugin get-kubeconfig`: a kubeconfig that makes kubectl run this tool. */
export const getKubeconfigCommand = defineCommand({
  meta: { name: "get-kubeconfig", description: "Print or write a kubeconfig that gets its credentials from this tool" },
  examples: [
    "ack-ram-tool get-kubeconfig --cluster-id c1234567890abcdef1234567890abcdef > ack.kubeconfig",
    "ack-ram-tool get-kubeconfig -c ID --write --context-name prod --set-current",
    "ack-ram-tool get-kubeconfig --all --write --context-name '{name}' --dry-run",
    "ack-ram-tool get-kubeconfig -c ID --profile-name dev --absolute-command --write   # for Lens, k9s and the like",
  ],
  args: getKubeconfigFlags,
  run: async ({ world, log, flags }) => {
    const wanted = readWanted(flags);
    readExpiration(flags.expiration);
    const timeoutMs = readTimeout(flags.timeout);
    const csEndpoint = productEndpoint("cs", flags["cs-endpoint"], flags["region-id"]);
    const settings = pluginSettings(flags, world.cwd());

    const { source, origin } = await resolveCredentials({
      settings: credentialSettings(flags, flags["role-arn"]),
      world,
    });
    log.debug(`credentials: ${describeSource(source)} from ${origin.description}`);
    const session = await openSession(source, timeoutMs, { ...world, log });
    const clusters = wanted ?? (await runningClusters(csEndpoint, flags["region-id"], session));

    const progress = await progressLine(world);
    const fetched = await fetchClusters(
      {
        clusters,
        csEndpoint,
        privateAddress: flags["private-address"],
        onProgress: (done) => progress.show(`asking the ACK API: ${done} of ${clusters.length} clusters`),
      },
      session,
    );
    progress.clear();

    const writes = flags.write || flags["dry-run"];
    const { answered, failed } = kubeconfigAnswer(fetched, {
      names: wishedNames(flags),
      besideOthers: writes || wanted?.length !== 1,
      command: flags["absolute-command"] ? await absoluteCommand(world) : PROGRAM_NAME,
      settings,
      explicit: flags.explicit,
      isUserShared: flags["shared-user"],
    });
    if (answered.length > 0) {
      if (writes) {
        await writeKubeconfig(answered, flags, world);
      } else {
        const entries = answered.map(({ entry }) => entry);
        const kubeconfig = newKubeconfig(entries, entries.length === 1 ? (entries[0]?.contextName ?? "") : "");
        const text = flags.output === "json" ? JSON.stringify(kubeconfig, null, 2) : kubeconfigText(kubeconfig);
        await world.stdout(text.trimEnd());
      }
    }
    if (failed.length > 0) throw clustersError(failed, clusters.length);
  },
});

type Values = FlagValues<typeof getKubeconfigFlags & typeof globalFlags>;

function wishedNames(flags: Values) {
  return { context: flags["context-name"], user: flags["user-name"], cluster: flags["cluster-name"] };
}

/** The clusters that were named, or undefined for all. @throws ToolError `usage` */
function readWanted(flags: Values): readonly NamedCluster[] | undefined {
  const ids = [...new Set(flags["cluster-id"])];
  if (flags.all === ids.length > 0) {
    throw flags.all
      ? usageError("--all and --cluster-id exclude each other", "name some clusters, or take all")
      : usageError("--cluster-id is missing", "name one or more clusters with --cluster-id, or take --all");
  }
  if (flags.kubeconfig !== undefined && !flags.write && !flags["dry-run"]) {
    throw usageError("--kubeconfig goes with --write or --dry-run", "add one of them");
  }
  const many = flags.all || ids.length > 1;
  if (many) checkNamesForMany(wishedNames(flags), flags["shared-user"]);
  if (many && flags["set-current"]) {
    throw usageError("--set-current needs one cluster", "choose later with: kubectl config use-context NAME");
  }
  return flags.all ? undefined : ids.map((id) => ({ id: readClusterId(id), name: undefined }));
}

async function runningClusters(
  endpoint: string,
  regionId: string | undefined,
  { credentials, ports }: Session,
): Promise<readonly NamedCluster[]> {
  const clusters = await describeClusters({ endpoint, regionId, credentials }, ports);
  const running = clusters.filter(({ state }) => state === "running");
  if (running.length > 0) return running;
  throw new ToolError({
    code: "clusters_not_found",
    message: `these credentials see no running cluster${regionId === undefined ? "" : ` in ${regionId}`}`,
    hint: "check the profile and the region; listing takes the RAM action cs:DescribeClustersV1",
  });
}
