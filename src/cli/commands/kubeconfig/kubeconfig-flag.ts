import { shellWord } from "../../../errors/quote-shell-word.ts";
import type { Flags } from "../../arguments/flag.ts";

/** `--kubeconfig`, for commands about a kubeconfig's content. */
export const kubeconfigFlag = {
  kubeconfig: {
    type: "string",
    valueHint: "FILE",
    description: "The kubeconfig file; by default the one that kubectl uses (KUBECONFIG, ~/.kube/config)",
  },
} as const satisfies Flags;

/** The flag again, behind a command in a hint. */
export function sameKubeconfig(given: string | undefined): string {
  return given === undefined ? "" : ` --kubeconfig ${shellWord(given)}`;
}
