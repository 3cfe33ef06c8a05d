import { ToolError } from "../../../errors/tool-error.ts";

/** The error for a kubeconfig that cannot be used; it is left alone. */
export function unreadable(path: string, problem: string): ToolError {
  return new ToolError({
    code: "kubeconfig_unusable",
    message: `the kubeconfig ${path} cannot be used: ${problem}`,
    hint: "fix the file, or name another one with --kubeconfig FILE",
  });
}
