import { describeClusterUserKubeconfig } from "../alibaba/cs/describe-cluster-user-kubeconfig.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { createLoadPorts } from "../credentials/open-session.ts";
import type { Deadline } from "../deadline.ts";
import type { LoadPorts } from "../credentials/load-ports.ts";
import type { FoundSource } from "../credentials/provider.ts";
import { loadCredentials } from "../credentials/source-table.ts";
import { readUserCertificate } from "../kubeconfig/user-certificate.ts";
import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";

/** Which certificate is wanted, and as whom. */
export interface CertificateRequest {
  readonly found: FoundSource;
  /** Base URL. */
  readonly csEndpoint: string;
  readonly clusterId: string;
  /** 0 = the server's long-lived certificate. */
  readonly expirationMinutes: number;
  readonly deadline: Deadline;
  /** Called when loading the credentials has rewritten the file that the source was read from. */
  readonly onFileRewritten: LoadPorts["onFileRewritten"];
}

/**
 * A new certificate from the API, checked. The cold path: with all that it imports it is loaded only when it is needed.
 * @throws ToolError
 */
export async function issueCertificate(
  request: CertificateRequest,
  world: World & { readonly log: Log },
): Promise<ClientCertificate> {
  const ports = createLoadPorts(request.found, world, request.deadline, request.onFileRewritten);
  const credentials = await loadCredentials(request.found.source, ports);
  const answering = describeClusterUserKubeconfig(
    {
      endpoint: request.csEndpoint,
      clusterId: request.clusterId,
      durationMinutes: request.expirationMinutes,
      credentials,
    },
    ports,
  );
  // Needs `node:crypto`, 4 ms: once the request has left, that is over before the API has answered.
  const loading = world.sleep(0).then(() => import("../certificate/check-certificate.ts"));
  const [answer, { checkCertificate }] = await Promise.all([answering, loading]);
  const user = await readUserCertificate(answer.config);
  return checkCertificate({ ...user, expiration: answer.expiration }, world.now());
}
