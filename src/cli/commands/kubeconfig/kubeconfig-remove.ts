import { shellWord } from "../../../errors/quote-shell-word.ts";
import { ToolError, usageError } from "../../../errors/tool-error.ts";
import { writeKubeconfigFile, previewKubeconfig } from "../../../kubeconfig/write-kubeconfig-file.ts";
import type { Kubeconfig } from "../../../kubeconfig/kubeconfig.ts";
import { type KubeconfigView, kubeconfigView, viewKubeconfigs } from "../../../kubeconfig/kubeconfig-view.ts";
import { pluginEntries } from "../../../kubeconfig/plugin-entries.ts";
import { type Removal, removalOf, removeEntries } from "../../../kubeconfig/remove-entries.ts";
import type { World } from "../../../world/world.ts";
import { closestName } from "../../../errors/closest-name.ts";
import { defineCommand } from "../../command.ts";
import { kubeconfigFlag, sameKubeconfig } from "./kubeconfig-flag.ts";
import { nonexistent, refuseBroken } from "./unreadable-kubeconfig.ts";

/** `kubeconfig remove`: removes contexts of this tool, and the users and clusters that no other context uses. */
export const kubeconfigRemoveCommand = defineCommand({
  meta: { name: "remove", description: "Remove kubeconfig contexts of this tool, with their users and clusters" },
  examples: ["ack-ram-tool kubeconfig remove staging", "ack-ram-tool kubeconfig remove dev-1 dev-2 --dry-run"],
  args: {
    name: {
      type: "positional",
      required: true,
      repeatable: true,
      valueHint: "CONTEXT",
      description: "The context's name; may be given several times",
    },
    ...kubeconfigFlag,
    "dry-run": { type: "boolean", description: "Show what would be removed, and change nothing" },
  },
  run: async ({ world, flags }) => {
    const names = new Set(flags.name);
    const { path, elsewhere } = await fileWith(names, flags.kubeconfig, world);
    let removal: Removal | undefined;
    const edit = (kubeconfig: Kubeconfig): Kubeconfig => {
      const view = kubeconfigView(kubeconfig, path);
      checkNames(names, view, path, sameKubeconfig(flags.kubeconfig));
      const others = elsewhere.flatMap(({ contexts }) => contexts);
      removal = removalOf(view, names, others);
      return removeEntries(kubeconfig, removal);
    };
    const run = flags["dry-run"] ? previewKubeconfig : writeKubeconfigFile;
    const { backup } = await run(path, edit, world);
    if (removal === undefined) return;
    await world.stdout(describeRemoval(removal, path, backup, flags["dry-run"]));
    if (removal.isCurrent && !flags["dry-run"]) {
      const choose = `kubectl config use-context NAME${sameKubeconfig(flags.kubeconfig)}`;
      world.log.warn(`the current context was removed; choose another one with: ${choose}`);
    }
  },
});

/** The file with the contexts, and the other files that kubectl merges with it. @throws ToolError */
async function fileWith(
  names: ReadonlySet<string>,
  given: string | undefined,
  world: World,
): Promise<{ readonly path: string; readonly elsewhere: readonly KubeconfigView[] }> {
  const files = await viewKubeconfigs(given, world);
  refuseBroken(files);
  const read = files.flatMap((file) => (file.state === "read" ? file : []));
  const withNames = read.filter(({ view }) => view.contexts.some(({ name }) => names.has(name)));
  const [first = read[0], second] = withNames;
  if (first === undefined) throw nonexistent(files.map(({ path }) => path).join(", "));
  if (second !== undefined) {
    throw usageError(
      `the contexts are in ${withNames.map(({ path }) => path).join(" and ")}`,
      `remove the contexts of one file at a time; for the first file, add --kubeconfig ${shellWord(first.path)}`,
    );
  }
  return { path: first.path, elsewhere: read.filter((file) => file !== first).map(({ view }) => view) };
}

/**
 * @param same the flag that names the file, for hints
 * @throws ToolError `kubeconfig_unusable` for a context that does not exist, or is not this tool's
 */
function checkNames(names: ReadonlySet<string>, view: KubeconfigView, path: string, same: string): void {
  const ours = pluginEntries([view]).map(({ contextName }) => contextName);
  for (const name of names) {
    if (ours.includes(name)) continue;
    const shown = JSON.stringify(name);
    if (view.contexts.some((context) => context.name === name)) {
      throw new ToolError({
        code: "kubeconfig_unusable",
        message: `context ${shown} in ${path} does not get its credentials from this tool`,
        hint: `to delete it anyway: kubectl config delete-context ${shellWord(name)}${same}`,
      });
    }
    const meant = closestName(name, ours);
    throw new ToolError({
      code: "kubeconfig_unusable",
      message: `there is no context ${shown} in ${path}${meant === undefined ? "" : `: did you mean ${JSON.stringify(meant)}?`}`,
      hint: `to see this tool's contexts: ack-ram-tool kubeconfig list${same}`,
    });
  }
}

function describeRemoval(
  { contexts, users, clusters, isCurrent }: Removal,
  path: string,
  backup: string | undefined,
  isPreview: boolean,
): string {
  return [
    `${path} ${isPreview ? "would lose" : "has lost"}`,
    ...lines("context", contexts),
    ...lines("user", users),
    ...lines("cluster", clusters),
    ...(isCurrent && isPreview ? [`! ${contexts.size === 1 ? "it" : "one of them"} is the current context`] : []),
    ...(backup === undefined ? [] : [`the old file is kept as ${backup}`]),
  ].join("\n");
}

function lines(kind: string, names: ReadonlySet<string>): string[] {
  return [...names].map((name) => `- ${kind} ${name}`);
}
