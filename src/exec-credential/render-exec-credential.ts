import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { API_GROUP, type ApiVersion } from "./api-version.ts";
import { utcTime } from "../log/log.ts";

/** client-go refreshes only after `expirationTimestamp`: it must be before the real end. */
const EXPIRE_EARLY_MS = 60_000;

/** The status of an `ExecCredential`, named as on the wire. */
type Status = { readonly expirationTimestamp: string } & (
  | { readonly clientCertificateData: string; readonly clientKeyData: string }
  | { readonly token: string }
);

/**
 * The document that a plugin prints for a client certificate.
 * `expirationTimestamp` is a minute before the certificate expires.
 */
export function renderExecCredential(version: ApiVersion, certificate: ClientCertificate): string {
  return render(version, {
    expirationTimestamp: utcTime(certificate.expiresAt - EXPIRE_EARLY_MS),
    clientCertificateData: certificate.certificate,
    clientKeyData: certificate.privateKey,
  });
}

/**
 * The document that a plugin prints for a bearer token.
 * @param expiresAt when client-go should ask again, ms since the epoch
 */
export function renderTokenCredential(version: ApiVersion, token: string, expiresAt: number): string {
  return render(version, { expirationTimestamp: utcTime(expiresAt), token });
}

/**
 * Without a trailing newline. Key order and indentation are the Go tool's.
 * @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 */
function render(version: ApiVersion, status: Status): string {
  const apiVersion = `${API_GROUP}/${version}`;
  return JSON.stringify({ kind: "ExecCredential", apiVersion, spec: { interactive: false }, status }, null, 1);
}
