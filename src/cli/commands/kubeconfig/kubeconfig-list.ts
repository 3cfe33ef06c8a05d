import { readCachedCertificate } from "../../../cache/certificate-cache.ts";
import { freshness } from "../../../cache/certificate-freshness.ts";
import { ToolError } from "../../../errors/tool-error.ts";
import {
  currentContextName,
  type KubeconfigView,
  type PluginUser,
  viewKubeconfigs,
  viewsOf,
} from "../../../kubeconfig/kubeconfig-view.ts";
import { argumentValue, FLAG_WORDS, type PluginEntry, pluginEntries } from "../../../kubeconfig/plugin-entries.ts";
import type { LoggedWorld } from "../../../log/logged-world.ts";
import { defineCommand } from "../../command.ts";
import { renderTable } from "../../terminal/table.ts";
import { kubeconfigFlag } from "./kubeconfig-flag.ts";
import { keyOfCall, type PluginCall, parsePluginCall } from "../credential-plugin/parse-plugin-call.ts";
import { refuseBroken } from "./unreadable-kubeconfig.ts";
import { utcTime } from "../../../log/log.ts";

/** `kubeconfig list`: this tool's contexts in a kubeconfig. Sends nothing. */
export const kubeconfigListCommand = defineCommand({
  meta: { name: "list", description: "List the kubeconfig contexts that get their credentials from this tool" },
  examples: ["ack-ram-tool kubeconfig list", "ack-ram-tool kubeconfig list --output json"],
  args: {
    ...kubeconfigFlag,
    output: {
      type: "enum",
      alias: "o",
      options: ["text", "json", "name"],
      default: "text",
      description: "Output format; name: one context per line",
    },
  },
  run: async ({ world, flags }) => {
    const files = await viewKubeconfigs(flags.kubeconfig, world);
    refuseBroken(files, flags.kubeconfig);
    for (const file of files) {
      if (file.state !== "read" || file.doubt === undefined) continue;
      world.log.warn(`kubectl reads ${file.path}, but this tool cannot change it: ${file.doubt}`);
    }
    const views = viewsOf(files);
    const rows = await Promise.all(pluginEntries(views).map((entry) => describeEntry(entry, views, world)));
    if (flags.output === "json") await world.stdout(JSON.stringify(rows, null, 2));
    else if (rows.length === 0)
      world.stderr(`no context in ${files.map(({ path }) => path).join(", ")} uses this tool`);
    else if (flags.output === "name") await world.stdout(rows.map(({ context }) => context).join("\n"));
    else await world.stdout(renderRows(rows));
  },
});

interface Row {
  readonly context: string;
  readonly current: boolean;
  readonly clusterId: string | null;
  readonly profile: string | null;
  readonly state: string;
  /** Of the cached certificate. */
  readonly notAfter: string | null;
}

async function describeEntry(entry: PluginEntry, views: readonly KubeconfigView[], world: LoggedWorld): Promise<Row> {
  const row = {
    context: entry.contextName,
    current: entry.contextName === currentContextName(views),
    clusterId: entry.clusterId ?? null,
    profile: argumentValue(entry.user.args, FLAG_WORDS.profileName) ?? null,
    notAfter: null,
  };
  if (entry.cluster === undefined) return { ...row, state: "broken: the context's cluster is not in the kubeconfig" };
  try {
    const call = await parsePluginCall(entry.user, entry.regionId, world);
    if (entry.clusterId === undefined)
      return { ...row, state: "broken: neither the user's args nor the cluster's extension has a cluster id" };
    row.profile = call.values["profile-name"] ?? null;
    if (call.command === "get-token") return { ...row, state: "token: not cached" };
    return { ...row, ...(await cachedState(call, entry.clusterId, entry.user, world)) };
  } catch (error) {
    if (error instanceof ToolError) return { ...row, state: `broken: ${error.message.split("\n")[0]}` };
    throw error;
  }
}

/** @throws ToolError if there are no credentials */
async function cachedState(
  call: PluginCall,
  clusterId: string,
  user: PluginUser,
  world: LoggedWorld,
): Promise<Pick<Row, "state" | "notAfter">> {
  const key = await keyOfCall(call, clusterId, user, world);
  const cached = await readCachedCertificate(call.cacheDirectories, key, world);
  if (cached === undefined) return { state: "no certificate yet", notAfter: null };
  const words = { fresh: "valid", due: "valid, to be renewed", expired: "expired" } as const;
  const state = words[freshness(cached.entry, world.now(), () => 0)];
  return { state, notAfter: new Date(cached.entry.certificate.notAfter).toISOString() };
}

function renderRows(rows: readonly Row[]): string {
  const cells = rows.map(({ context, current, clusterId, profile, state, notAfter }) => [
    current ? "*" : "",
    context,
    clusterId ?? "-",
    profile ?? "-",
    notAfter === null ? state : `${state}, until ${utcTime(notAfter)}`,
  ]);
  return renderTable([["", "CONTEXT", "CLUSTER", "PROFILE", "STATE"], ...cells]);
}
