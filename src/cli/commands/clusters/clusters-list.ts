import { describeClusters, type ListedCluster } from "../../../alibaba/cs/describe-clusters.ts";
import { openSession } from "../../../credentials/open-session.ts";
import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { listingError, noClusters } from "../../../get-kubeconfig/live-clusters.ts";
import { viewKubeconfigs } from "../../../kubeconfig/kubeconfig-view.ts";
import { knownContexts } from "../../../kubeconfig/plugin-entries.ts";
import { refuseBroken } from "../kubeconfig/unreadable-kubeconfig.ts";
import { credentialSettings } from "../../flags/credential-settings.ts";
import { csEndpoint } from "../../flags/cs-endpoint-flag.ts";
import { defineCommand } from "../../command.ts";
import { roleFlag } from "../../flags/role-flag.ts";
import { renderTable } from "../../terminal/table.ts";

/** `clusters list`: every cluster that these credentials can see, and its contexts in the kubeconfig. */
export const clustersListCommand = defineCommand({
  meta: { name: "list", description: "List the ACK clusters of the account, with their kubeconfig contexts" },
  examples: [
    "ack-ram-tool clusters list",
    "ack-ram-tool clusters list --profile-name prod --region-id cn-hangzhou --output json",
    "ack-ram-tool clusters list --output name",
  ],
  args: {
    ...roleFlag,
    kubeconfig: {
      type: "string",
      valueHint: "FILE",
      description:
        "The kubeconfig to read contexts from; by default the one that kubectl uses (KUBECONFIG, ~/.kube/config)",
    },
    output: {
      type: "enum",
      alias: "o",
      options: ["text", "json", "name"],
      default: "text",
      description: "Output format; name: one name per line",
    },
  },
  run: async ({ world, flags, given, deadline }) => {
    if (flags.kubeconfig !== undefined) refuseBroken(await viewKubeconfigs(flags.kubeconfig, world), flags.kubeconfig);
    const settings = credentialSettings(flags, given, world.env);
    const found = await resolveCredentials({ settings, world });
    const endpoint = csEndpoint(flags, given, world.env, found);
    const { credentials, ports } = await openSession(found, deadline, world);
    const { clusters, gap } = await describeClusters({ endpoint, regionId: flags["region-id"], credentials }, ports);
    const contexts = await knownContexts(flags.kubeconfig, world);
    const contextsOf = (id: string) => contexts.filter(({ clusterId }) => clusterId === id).map(({ name }) => name);
    if (flags.output === "json") await world.stdout(renderJson(clusters, contextsOf));
    else if (clusters.length === 0) world.stderr(noClusters(flags["region-id"]));
    else if (flags.output === "name") await world.stdout(clusters.map(({ name, id }) => name || id).join("\n"));
    else await world.stdout(renderText(clusters, contextsOf));
    if (gap !== undefined) throw listingError(gap);
  },
});

type ContextsOf = (id: string) => readonly string[];

function renderJson(clusters: readonly ListedCluster[], contextsOf: ContextsOf): string {
  const rows = clusters.map(({ name, id, regionId = null, state, version = null }) => ({
    name,
    id,
    regionId,
    state,
    version,
    contexts: contextsOf(id),
  }));
  return JSON.stringify(rows, null, 2);
}

function renderText(clusters: readonly ListedCluster[], contextsOf: ContextsOf): string {
  const rows = clusters.map(({ name, id, regionId, state, version }) =>
    [name, id, regionId, state, version, contextsOf(id).join(", ")].map((cell) => cell || "-"),
  );
  return renderTable([["NAME", "ID", "REGION", "STATE", "VERSION", "CONTEXT"], ...rows]);
}
