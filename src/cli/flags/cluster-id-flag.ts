import { usageError } from "../../errors/tool-error.ts";

/**
 * Checks a cluster id, which becomes part of paths and URLs: up to 63 letters, digits and dashes.
 * @param listCommand the command that lists the clusters, for the hint
 * @throws ToolError `usage`
 */
export function readClusterId(text: string | undefined, listCommand = "ack-ram-tool clusters list"): string {
  if (text === undefined) {
    throw usageError(
      "--cluster-id is missing",
      "add --cluster-id ID, or write the kubeconfig again: ack-ram-tool get-kubeconfig --cluster-id ID --shared-user --write",
    );
  }
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(text)) return text;
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw usageError(
    `invalid --cluster-id ${JSON.stringify(shown)}: must be up to 63 letters, digits and dashes`,
    `to see the ids: ${listCommand}`,
  );
}
