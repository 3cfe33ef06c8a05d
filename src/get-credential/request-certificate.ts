import { describeClusterUserKubeconfig } from "../alibaba/cs/describe-cluster-user-kubeconfig.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { LoadContext } from "../credentials/load-context.ts";
import { createLoadContext } from "../credentials/open-session.ts";
import type { FoundSource } from "../credentials/provider.ts";
import { loadCredentials } from "../credentials/source-kinds.ts";
import type { Deadline } from "../command-deadline.ts";
import { readUserCertificate } from "../kubeconfig/user-certificate.ts";
import type { LoggedWorld } from "../log/logged-world.ts";

/** Which certificate to request, and with which credentials. */
export interface CertificateRequest {
  readonly found: FoundSource;
  /** Base URL. */
  readonly csEndpoint: string;
  readonly clusterId: string;
  /** 0 = the server's long-lived certificate. */
  readonly expirationMinutes: number;
  readonly deadline: Deadline;
  /** See {@link LoadContext.onSignIn}. */
  readonly onSignIn: LoadContext["onSignIn"];
}

/**
 * A new certificate from the API, checked.
 * @throws ToolError
 */
export async function requestCertificate(request: CertificateRequest, world: LoggedWorld): Promise<ClientCertificate> {
  const { found, csEndpoint, clusterId, expirationMinutes, deadline } = request;
  if (needsRequest(found)) {
    // The ACK API's connection opens while the credentials are requested.
    const { preconnect } = await import("../http/preconnect.ts");
    void preconnect(csEndpoint, { ...world, deadline });
  }
  const ports = createLoadContext(found, world, deadline, request.onSignIn);
  const credentials = await loadCredentials(found.source, ports);
  const answering = describeClusterUserKubeconfig(
    { endpoint: csEndpoint, clusterId, durationMinutes: expirationMinutes, credentials },
    ports,
  );
  // Needs `node:crypto`, which takes 4 ms to load: that happens while the API works on the request.
  const loading = world.sleep(0).then(() => import("../certificate/check-issued-certificate.ts"));
  const [answer, { checkIssuedCertificate }] = await Promise.all([answering, loading]);
  const user = await readUserCertificate(answer.config);
  return checkIssuedCertificate({ ...user, expiration: answer.expiration }, world.now());
}

/** Whether loading the credentials takes a request or a program. */
function needsRequest({ source: { kind } }: FoundSource): boolean {
  return kind !== "access-key" && kind !== "sts-token" && kind !== "bearer";
}
