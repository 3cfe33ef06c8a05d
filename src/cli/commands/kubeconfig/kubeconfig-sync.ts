import type { Deadline } from "../../../command-deadline.ts";
import { openSession } from "../../../credentials/open-session.ts";
import { resolveCredentials } from "../../../credentials/resolve-credentials.ts";
import { ToolError } from "../../../errors/tool-error.ts";
import { writeKubeconfigFile, previewKubeconfig } from "../../../kubeconfig/write-kubeconfig-file.ts";
import { kubeconfigFiles, kubeconfigToWrite } from "../../../kubeconfig/kubeconfig-files.ts";
import type { Kubeconfig } from "../../../kubeconfig/kubeconfig.ts";
import { type KubeconfigView, kubeconfigView, viewKubeconfig } from "../../../kubeconfig/kubeconfig-view.ts";
import { isPrivateAddress } from "../../../kubeconfig/private-address.ts";
import { putEntries, updateClusters } from "../../../kubeconfig/put-entries.ts";
import { type Removal, removalOf, removeEntries } from "../../../kubeconfig/remove-entries.ts";
import { checkPlaceholders } from "../../../get-kubeconfig/entry-names.ts";
import type { LoggedWorld } from "../../../log/logged-world.ts";
import { type AccountSession, type AccountReport, inspectAccount } from "../../../kubeconfig-sync/inspect-account.ts";
import { belongsTo, type OwnedEntry } from "../../../kubeconfig-sync/owned-entry.ts";
import { planSync, type SyncPlan } from "../../../kubeconfig-sync/plan-sync.ts";
import type { World } from "../../../world/world.ts";
import { readExpiration } from "../../flags/expiration-flag.ts";
import { defineCommand } from "../../command.ts";
import { kubeconfigSyncFlags } from "../../flags/kubeconfig-sync-flags.ts";
import { progressLine } from "../../terminal/progress-line.ts";
import { ownedEntries, type SyncAccount, syncAccounts } from "./sync-accounts.ts";
import { sameKubeconfig } from "./kubeconfig-flag.ts";
import { renderSync } from "./render-sync.ts";
import { refuseBroken } from "./unreadable-kubeconfig.ts";

/** `kubeconfig sync`: makes this tool's entries match the accounts' clusters. */
export const kubeconfigSyncCommand = defineCommand({
  meta: { name: "sync", description: "Make the kubeconfig match the clusters of one or more accounts" },
  examples: [
    "ack-ram-tool kubeconfig sync --dry-run",
    "ack-ram-tool kubeconfig sync --all --profile-name dev --profile-name prod --context-name '{profile}-{name}'",
    "ack-ram-tool kubeconfig sync --prune",
  ],
  args: kubeconfigSyncFlags,
  run: async ({ world, flags, given, deadline, raw }) => {
    readExpiration(flags.expiration);
    checkPlaceholders({ context: flags["context-name"], user: flags["user-name"], cluster: flags["cluster-name"] });
    const paths = kubeconfigFiles(flags.kubeconfig, world);
    const path = await kubeconfigToWrite(paths, world);
    // --all creates it.
    const before = await viewBefore(path, world, flags.all ? undefined : flags.kubeconfig);
    const others = await Promise.all(paths.filter((other) => other !== path).map((other) => viewBefore(other, world)));
    const accounts = await syncAccounts(given, flags["profile-name"], before, world);

    const reports: AccountReport[] = [];
    const entries = await ownedEntries([before], world);
    const elsewhere = await ownedEntries([...others, before], world);
    const progress = await progressLine({ ...world, ...raw });
    for (const account of accounts) {
      const report = await inspectAccount(account, () => sessionOf(account, deadline, world), {
        known: knownClusters(entries, account),
        all: flags.all,
        privateAddress: flags["private-address"],
        onProgress: (text) =>
          progress.show(`asking the ACK API${account.profile ? ` as ${account.profile}` : ""}: ${text}`),
      });
      reports.push(report);
    }
    progress.clear();

    let plan: SyncPlan | undefined;
    const edit = async (kubeconfig: Kubeconfig): Promise<Kubeconfig> => {
      const view = kubeconfigView(kubeconfig, path);
      // Somebody may have changed the file meanwhile.
      const now = await ownedEntries([view], world);
      const { all, prune, "profile-name": profiles } = flags;
      plan = planSync({ view, entries: now, elsewhere, reports, all, prune, profiles });
      const removal = removalOf(
        view,
        plan.removed,
        others.flatMap(({ contexts }) => contexts),
      );
      return applyPlan(kubeconfig, plan, removal);
    };
    const result = await (flags["dry-run"] ? previewKubeconfig : writeKubeconfigFile)(path, edit, world);
    if (plan === undefined) return;
    await world.stdout(renderSync(plan.changes, result, { isPreview: flags["dry-run"], output: flags.output }));
    if (!flags["dry-run"] && plan.removed.size > 0 && plan.removed.has(before.currentContext ?? "")) {
      const choose = `kubectl config use-context NAME${sameKubeconfig(flags.kubeconfig)}`;
      world.log.warn(`the current context was removed; choose another one with: ${choose}`);
    }
    const failures = plan.changes.filter(({ isFailure }) => isFailure === true).length;
    if (failures > 0) throw incomplete(failures, reports);
  },
});

async function viewBefore(path: string, world: World, given?: string): Promise<KubeconfigView> {
  const file = await viewKubeconfig(path, world);
  refuseBroken([file], given);
  if (file.state === "read") return file.view;
  return {
    currentContext: undefined,
    contexts: [],
    clusters: [],
    pluginUsers: [],
    userNames: [],
    otherPluginUsers: [],
  };
}

async function sessionOf(
  { settings, csEndpointIn }: SyncAccount,
  deadline: Deadline,
  world: LoggedWorld,
): Promise<AccountSession> {
  const found = await resolveCredentials({ settings, world });
  return { ...(await openSession(found, deadline, world)), csEndpoint: csEndpointIn(found.vpc) };
}

/** An entry with an address inside the VPC keeps using one. */
function knownClusters(
  entries: readonly OwnedEntry[],
  account: SyncAccount,
): Map<string, { readonly isPrivate: boolean }> {
  const own = entries.filter((entry) => belongsTo(entry, account));
  return new Map(
    own.flatMap(({ clusterId, cluster }) =>
      clusterId === undefined ? [] : [[clusterId, { isPrivate: isPrivateAddress(cluster?.server ?? "") }] as const],
    ),
  );
}

function applyPlan(kubeconfig: Kubeconfig, plan: SyncPlan, removal: Removal): Kubeconfig {
  const updated = updateClusters(kubeconfig, plan.changed);
  const filled = plan.added.length > 0 ? putEntries(updated, plan.added, undefined) : updated;
  return plan.removed.size > 0 ? removeEntries(filled, removal) : filled;
}

function incomplete(failures: number, reports: readonly AccountReport[]): ToolError {
  const gap = reports.find((report) => report.gap !== undefined)?.gap;
  return new ToolError({
    code: "clusters_failed",
    message: `the sync is incomplete: ${failures} ${failures === 1 ? "failure" : "failures"}`,
    hint: gap instanceof ToolError ? gap.hint : "try again; the lines with ! above give the reasons",
    cause: gap,
  });
}
