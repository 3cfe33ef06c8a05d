import type { CertificateAuthority } from "../pki/certificate-authority.ts";
import { issueServerCertificate } from "../pki/server-certificate.ts";
import { createFaultPlan, type FaultPlan } from "../server/fault-plan.ts";
import { type Listener, startListener } from "../server/listener.ts";
import { createRequestLog, type RecordedRequest, type RequestLog } from "../server/request-log.ts";
import { type ApiServerSettings, createKubernetesService } from "./kubernetes-service.ts";

/** What an API server needs. The log, the faults and the observer may be shared with the fake cloud. */
export interface FakeApiServerOptions {
  /** Signs the server's certificate, and is the only one whose client certificates are taken. */
  readonly authority: CertificateAuthority;
  readonly log?: RequestLog;
  readonly faults?: FaultPlan;
  readonly now?: () => number;
  readonly onRequest?: (request: RecordedRequest) => void;
}

/** A running Kubernetes API server. */
export interface FakeApiServer {
  /** `https://127.0.0.1:<port>`. */
  readonly url: string;
  readonly certificateAuthorityPem: string;
  /** Its requests are those of the service `api-server`; `request.peer.serialNumber` says with which certificate. */
  readonly requests: RequestLog;
  /** From now on a certificate (serial number in hex) is answered 401. */
  readonly revoke: (serialNumber: string) => void;
  readonly settings: ApiServerSettings;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a Kubernetes API server that asks for a client certificate. As a real one does, it finishes the
 * handshake with anybody and answers 401 to those who show none, or one that it does not trust.
 */
export async function startFakeApiServer(options: FakeApiServerOptions): Promise<FakeApiServer> {
  const { authority, log = createRequestLog(), now = Date.now } = options;
  const certificate = await issueServerCertificate(authority);
  const revoked = new Set<string>();
  const settings: ApiServerSettings = { hasRoles: true };
  const listener: Listener = await startListener({
    service: createKubernetesService(revoked, settings),
    tls: {
      cert: certificate.certificatePem,
      key: certificate.privateKeyPem,
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: false,
    },
    faults: options.faults ?? createFaultPlan(),
    log,
    now,
    ...(options.onRequest === undefined ? {} : { onRequest: options.onRequest }),
  });
  return {
    url: listener.url,
    certificateAuthorityPem: authority.certificatePem,
    requests: log,
    revoke: (serialNumber) => {
      revoked.add(serialNumber.toUpperCase());
    },
    settings,
    stop: listener.stop,
  };
}
