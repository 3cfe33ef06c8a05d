import { ToolError } from "../../../errors/tool-error.ts";
import type { KubeconfigFile } from "../../../kubeconfig/kubeconfig-view.ts";

/** The error for a kubeconfig that cannot be used; it is left alone. */
function unreadable(path: string, problem: string): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `the kubeconfig ${path} cannot be used: ${problem}`,
    hint: "fix the file, or name another one with --kubeconfig FILE",
  });
}

/** The error for a kubeconfig that is not there. */
export function nonexistent(path: string): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `the kubeconfig ${path} does not exist`,
    hint: "name another one with --kubeconfig FILE",
  });
}

/**
 * Makes sure that none of the files is broken.
 * @param given `--kubeconfig`: that file must exist
 * @throws ToolError `kubeconfig_unusable`
 */
export function refuseBroken(files: readonly KubeconfigFile[], given?: string): void {
  for (const file of files) {
    if (file.state === "broken") throw unreadable(file.path, file.problem);
    if (file.state === "absent" && given !== undefined) throw nonexistent(file.path);
  }
}
