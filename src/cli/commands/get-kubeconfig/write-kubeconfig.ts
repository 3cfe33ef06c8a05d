import type { AnsweredCluster } from "../../../get-kubeconfig/kubeconfig-answer.ts";
import { unifiedDiff } from "../../../get-kubeconfig/unified-diff.ts";
import { editKubeconfig, type KubeconfigEdit, previewKubeconfig } from "../../../kubeconfig/edit-kubeconfig.ts";
import { kubeconfigFiles, kubeconfigToWrite } from "../../../kubeconfig/kubeconfig-files.ts";
import { checkTakenNames } from "../../../get-kubeconfig/check-taken-names.ts";
import { readKubeconfig } from "../../../kubeconfig/kubeconfig-view.ts";
import { mergeKubeconfig } from "../../../kubeconfig/merge-kubeconfig.ts";
import { printable } from "../../../errors/printable.ts";
import type { World } from "../../../world/world.ts";
import type { FlagValues } from "../../arguments/flag.ts";
import { renderTable } from "../../terminal/table.ts";
import { type TerminalStyle, terminalStyle } from "../../terminal/terminal-style.ts";
import type { getKubeconfigFlags } from "../../flags/get-kubeconfig-flags.ts";

/** Merges entries into the kubeconfig, or shows how it would change, and says so on stdout. @throws ToolError `kubeconfig_unusable` */
export async function writeKubeconfig(
  answered: readonly AnsweredCluster[],
  flags: FlagValues<typeof getKubeconfigFlags>,
  world: World,
  raw: Pick<World, "stdout">,
): Promise<void> {
  const path = await kubeconfigToWrite(kubeconfigFiles(flags.kubeconfig, world), world);
  const entries = answered.map(({ entry }) => entry);
  const current = flags["set-current"] ? entries[0]?.contextName : undefined;
  const merge = async (text: string): Promise<string> => {
    const view = flags.overwrite ? undefined : await readKubeconfig(text, path);
    // What cannot be read is refused by the merge, with its reason.
    if (view?.ok === true) checkTakenNames(answered, view.value);
    return mergeKubeconfig(text, entries, current, path);
  };
  const isPreview = flags["dry-run"];
  const edit = isPreview ? await previewKubeconfig(path, merge, world) : await editKubeconfig(path, merge, world);
  const diff = isPreview ? unifiedDiff(edit.before, edit.after) : [];
  if (flags.output === "json") await world.stdout(JSON.stringify(report(answered, edit, diff, isPreview), null, 2));
  else if (isPreview)
    await raw.stdout(renderDiff(printable(path), diff.map(printable), await terminalStyle(world, "stdout")));
  else await world.stdout(renderReport(answered, edit));
}

function report(answered: readonly AnsweredCluster[], edit: KubeconfigEdit, diff: readonly string[], dryRun: boolean) {
  const contexts = answered.map(({ cluster, entry }) => ({
    clusterId: cluster.id,
    clusterName: cluster.name ?? null,
    context: entry.contextName,
  }));
  return {
    kubeconfig: edit.path,
    changed: edit.before !== edit.after,
    backup: edit.backup ?? null,
    contexts,
    ...(dryRun && { diff }),
  };
}

function renderReport(answered: readonly AnsweredCluster[], { path, before, after, backup }: KubeconfigEdit): string {
  const rows = answered.map(({ cluster, entry }) => [`  ${entry.contextName}`, cluster.id, cluster.name ?? ""]);
  const [verb, noun] = [before === after ? "already has" : "now has", answered.length === 1 ? "context" : "contexts"];
  const kept = backup === undefined ? "" : `\nthe file before is in ${backup}`;
  return `${path} ${verb} the ${noun}\n${renderTable(rows)}${kept}`;
}

function renderDiff(path: string, diff: readonly string[], style: TerminalStyle): string {
  if (diff.length === 0) return `${path} would not change`;
  const lines = diff.map((line) => {
    if (line.startsWith("+")) return style.green(line);
    return line.startsWith("-") ? style.red(line) : line;
  });
  return [style.bold(`--- ${path}`), style.bold(`+++ ${path}, after --write`), ...lines].join("\n");
}
