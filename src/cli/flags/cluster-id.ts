import { usageError } from "../../errors/tool-error.ts";

/**
 * A cluster id: letters, digits and dashes; anything else is a mistake, and never becomes part of a path or URL.
 * @throws ToolError `usage`
 */
export function readClusterId(text: string | undefined): string {
  if (text === undefined) {
    throw usageError(
      "--cluster-id is missing",
      "--cluster-id: the cluster's id, as the ACK console shows it; a kubeconfig without it needs --shared-user of get-kubeconfig",
    );
  }
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(text)) return text;
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  throw usageError(
    `invalid --cluster-id ${JSON.stringify(shown)}: must be letters, digits and dashes`,
    "see the ids with: ack-ram-tool clusters list",
  );
}
