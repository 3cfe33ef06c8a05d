import { describeClusterUserKubeconfig, SHORTEST_MINUTES } from "../alibaba/cs/describe-cluster-user-kubeconfig.ts";
import type { Session } from "../credentials/open-session.ts";
import { shellWord } from "../errors/quote-shell-word.ts";
import { ToolError } from "../errors/tool-error.ts";
import { CLUSTER_EXTENSION } from "../exec-credential/cluster-extension.ts";
import type { ExecCluster } from "../exec-credential/parse-exec-info.ts";
import { readClusterEntry } from "../kubeconfig/cluster-entry.ts";

/** A cluster, as claimed by a kubeconfig's entry. */
export interface ClaimedCluster {
  readonly clusterId: string;
  /** Base URL. */
  readonly csEndpoint: string;
  readonly cluster: ExecCluster;
}

/**
 * Makes sure that only the cluster's own server can get the token: whoever has a bearer token can use it, so a cluster
 * entry must not obtain one by claiming another cluster's id. The address proves nothing (there are public ones,
 * private ones and tunnels); the CA does.
 * @throws ToolError `exec_info_invalid` for another cluster's CA, `network`, `tls`, `timeout`, `api_error`,
 *   `api_answer_invalid`
 */
export async function checkClusterCa(
  { clusterId, csEndpoint: endpoint, cluster }: ClaimedCluster,
  { credentials, ports }: Session,
): Promise<void> {
  if (cluster.isUnverified) throw refused(clusterId, "kubectl would not verify the server (insecure-skip-tls-verify)");
  const given = certificatesIn(cluster.authorityData);
  if (given.length === 0) throw refused(clusterId, "it has no certificate-authority-data");
  const { config } = await describeClusterUserKubeconfig(
    { endpoint, clusterId, durationMinutes: SHORTEST_MINUTES, credentials },
    ports,
  );
  const data = (await readClusterEntry(config)).cluster["certificate-authority-data"];
  const own = new Set(certificatesIn(typeof data === "string" ? data : undefined));
  if (!given.every((certificate) => own.has(certificate))) throw refused(clusterId, "its CA is not that cluster's");
}

/** The certificates of PEM in base64, without their line breaks. */
function certificatesIn(data: string | undefined): string[] {
  const pem = Buffer.from(data ?? "", "base64").toString("latin1");
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g);
  return [...blocks].map(([, body = ""]) => body.replaceAll(/\s+/g, ""));
}

function refused(clusterId: string, why: string): ToolError {
  return new ToolError({
    code: "exec_info_invalid",
    message: `no token for cluster ${clusterId}, which the kubeconfig's cluster claims to be (${CLUSTER_EXTENSION}): ${why}`,
    hint: `if it is the right server, name the cluster in the user's args: ack-ram-tool get-kubeconfig --cluster-id ${shellWord(clusterId)} --mode token --write`,
  });
}
