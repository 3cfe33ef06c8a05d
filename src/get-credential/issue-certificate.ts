import { describeClusterUserKubeconfig } from "../alibaba/cs/describe-cluster-user-kubeconfig.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { createLoadPorts } from "../credentials/create-load-ports.ts";
import type { Deadline } from "../deadline.ts";
import type { LoadPorts } from "../credentials/load-ports.ts";
import type { FoundSource } from "../credentials/place.ts";
import { loadCredentials } from "../credentials/source-table.ts";
import type { preconnect } from "../alibaba/http/preconnect.ts";
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

/** Whether somebody must be asked for the credentials before the ACK API can be: in that time its connection is opened. */
function asksFirst({ kind }: FoundSource["source"]): boolean {
  return kind !== "access-key" && kind !== "sts-token" && kind !== "bearer";
}

async function openAhead(...args: Parameters<typeof preconnect>): Promise<void> {
  await (await import("../alibaba/http/preconnect.ts")).preconnect(...args);
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
  const loading = loadCredentials(request.found.source, ports);
  if (asksFirst(request.found.source)) void openAhead(request.csEndpoint, { ...world, deadline: request.deadline });
  const credentials = await loading;
  const [answer, { checkCertificate }] = await Promise.all([
    describeClusterUserKubeconfig(
      {
        endpoint: request.csEndpoint,
        clusterId: request.clusterId,
        durationMinutes: request.expirationMinutes,
        credentials,
      },
      ports,
    ),
    // Needs `node:crypto`, 4 ms, which are over before the API has answered.
    import("../certificate/check-certificate.ts"),
  ]);
  const user = await readUserCertificate(answer.config);
  return checkCertificate({ ...user, expiration: answer.expiration }, world.now());
}
