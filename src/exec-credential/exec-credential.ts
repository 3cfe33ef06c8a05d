import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { API_GROUP, type ApiVersion } from "./api-version.ts";

/** client-go has no skew window of its own: it must hear of the expiry before it happens. */
const EXPIRE_EARLY_MS = 60_000;

/**
 * The document that a plugin prints, without a trailing newline. Key order and indent are the Go tool's.
 * `expirationTimestamp` is a minute before the certificate is of no use any more.
 * @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 */
export function renderExecCredential(version: ApiVersion, certificate: ClientCertificate): string {
  const document = {
    kind: "ExecCredential",
    apiVersion: `${API_GROUP}/${version}`,
    spec: { interactive: false },
    status: {
      expirationTimestamp: rfc3339(certificate.expiresAt - EXPIRE_EARLY_MS),
      clientCertificateData: certificate.certificate,
      clientKeyData: certificate.privateKey,
    },
  };
  return JSON.stringify(document, null, 1);
}

/** Second precision, UTC: what Go's `metav1.Time` writes. */
function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
