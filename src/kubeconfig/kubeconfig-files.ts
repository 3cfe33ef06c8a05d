import { readRawVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import { ToolError } from "../errors/tool-error.ts";
import { absolutePath, resolvePath } from "../environment/resolve-path.ts";
import { KUBECONFIG_FILE } from "../environment/default-files.ts";
import { listSeparator } from "../environment/find-program.ts";
import type { World } from "../world/world.ts";

type FilesWorld = Pick<World, "env" | "platform" | "cwd" | "files">;

/**
 * The kubeconfig files that kubectl would read, absolute, in its order: the given one, else those of `KUBECONFIG`, else
 * the default one.
 * @throws ToolError `kubeconfig_unusable` if a home directory is needed, and there is none
 */
export function kubeconfigFiles(given: string | undefined, world: FilesWorld): readonly string[] {
  const variable = readRawVariable(world.env, VARIABLES.kubeconfig);
  const listed = variable?.split(listSeparator(world.platform)).filter((path) => path !== "") ?? [];
  // kubectl takes `~` in the variable literally, as a folder's name: only a shell expands it.
  if (given === undefined && listed.length > 0)
    return [...new Set(listed)].map((path) => absolutePath(path, world.cwd()));
  const path = given ?? KUBECONFIG_FILE;
  const resolved = resolvePath(path, world);
  if (resolved !== undefined) return [resolved];
  throw new ToolError({
    code: "kubeconfig_unusable",
    message: `cannot find ${path}: HOME is not set`,
    hint: "name the file with --kubeconfig FILE",
  });
}

/**
 * Which of several files new entries go to, as `kubectl config` chooses: the first that exists, else the last.
 * @throws ToolError `kubeconfig_unusable` for a new file in a folder called `~`, which is never intended
 */
export async function kubeconfigToWrite(files: readonly string[], world: FilesWorld): Promise<string> {
  for (const path of files) {
    const isThere = await world.files.status(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  const last = files.at(-1) ?? KUBECONFIG_FILE;
  const [, rest] = TILDE_FOLDER.exec(last) ?? [];
  if (rest === undefined) return last;
  throw new ToolError({
    code: "kubeconfig_unusable",
    message: `KUBECONFIG contains ~/${rest}, but kubectl does not expand ~`,
    hint: `run: export KUBECONFIG="$HOME/${rest}"`,
  });
}

/** A path through a folder called `~`. */
export const TILDE_FOLDER = /[/\\]~[/\\](.*)$/;
