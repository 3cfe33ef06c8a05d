import type { AnsweredCluster } from "../../../get-kubeconfig/build-entries.ts";
import {
  writeKubeconfigFile,
  type KubeconfigEdit,
  previewKubeconfig,
} from "../../../kubeconfig/write-kubeconfig-file.ts";
import { entryChanges } from "../../../kubeconfig/entry-changes.ts";
import { kubeconfigFiles, kubeconfigToWrite } from "../../../kubeconfig/kubeconfig-files.ts";
import { checkTakenNames } from "../../../get-kubeconfig/check-taken-names.ts";
import type { Kubeconfig } from "../../../kubeconfig/kubeconfig.ts";
import { kubeconfigView } from "../../../kubeconfig/kubeconfig-view.ts";
import { putEntries } from "../../../kubeconfig/put-entries.ts";
import type { World } from "../../../world/world.ts";
import type { FlagValues } from "../../arguments/flag.ts";
import { renderTable } from "../../terminal/table.ts";
import type { getKubeconfigFlags } from "../../flags/get-kubeconfig-flags.ts";
import { renderPreview } from "./render-preview.ts";
import { changedEntryContents } from "./changed-entry-contents.ts";

/** Merges entries into the kubeconfig, or shows how it would change. @throws ToolError `kubeconfig_unusable` */
export async function writeKubeconfig(
  answered: readonly AnsweredCluster[],
  flags: FlagValues<typeof getKubeconfigFlags>,
  world: World,
): Promise<void> {
  const path = await kubeconfigToWrite(kubeconfigFiles(flags.kubeconfig, world), world);
  const entries = answered.map(({ entry }) => entry);
  const current = flags["set-current"] ? entries[0]?.contextName : undefined;
  const put = (kubeconfig: Kubeconfig): Kubeconfig => {
    if (!flags.overwrite) checkTakenNames(answered, kubeconfigView(kubeconfig, path));
    return putEntries(kubeconfig, entries, current);
  };
  const isPreview = flags["dry-run"];
  const edit = await (isPreview ? previewKubeconfig : writeKubeconfigFile)(path, put, world);
  const changes = isPreview ? entryChanges(edit.before, edit.after) : [];
  const written = isPreview ? changedEntryContents(entries, edit.after, changes) : {};
  if (flags.output === "json") {
    const preview = isPreview ? { changes, entries: written } : {};
    await world.stdout(JSON.stringify({ ...report(answered, edit), ...preview }, null, 2));
  } else {
    await world.stdout(isPreview ? renderPreview(edit, changes, written) : renderReport(answered, edit));
  }
}

function report(answered: readonly AnsweredCluster[], { path, isChanged, backup }: KubeconfigEdit) {
  const contexts = answered.map(({ cluster, entry }) => ({
    clusterId: cluster.id,
    clusterName: cluster.name ?? null,
    context: entry.contextName,
  }));
  return { kubeconfig: path, changed: isChanged, backup: backup ?? null, contexts };
}

function renderReport(answered: readonly AnsweredCluster[], edit: KubeconfigEdit): string {
  const { path, isChanged, backup, before, after } = edit;
  const rows = answered.map(({ cluster, entry }) => [`  ${entry.contextName}`, cluster.id, cluster.name ?? ""]);
  const [verb, noun] = [isChanged ? "now has" : "already has", answered.length === 1 ? "context" : "contexts"];
  const current = after["current-context"] ?? "";
  return [
    `${path} ${verb} the ${noun}`,
    renderTable(rows),
    ...(current === (before["current-context"] ?? "") ? [] : [`the current context is now ${current}`]),
    ...(backup === undefined ? [] : [`the old file is kept as ${backup}`]),
  ].join("\n");
}
