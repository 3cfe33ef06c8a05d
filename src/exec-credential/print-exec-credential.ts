import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { API_GROUP, type ApiVersion } from "./api-version.ts";
import { utcTime } from "../log/log.ts";
import type { World } from "../world/world.ts";

/** client-go refreshes only after `expirationTimestamp`: it must be before the real end. */
const EXPIRE_EARLY_MS = 60_000;

/** The status of an `ExecCredential`, named as on the wire. */
type Status = { readonly expirationTimestamp: string } & (
  | { readonly clientCertificateData: string; readonly clientKeyData: string }
  | { readonly token: string }
);

/**
 * Prints the answer to client-go: a client certificate, whose `expirationTimestamp` is a minute before it expires.
 * Nothing else that the plugin has to say may go to standard output.
 */
export async function printExecCredential(
  version: ApiVersion,
  certificate: ClientCertificate,
  world: Pick<World, "stdout">,
): Promise<void> {
  const expirationTimestamp = utcTime(certificate.expiresAt - EXPIRE_EARLY_MS);
  const { certificate: clientCertificateData, privateKey: clientKeyData } = certificate;
  await print(version, { expirationTimestamp, clientCertificateData, clientKeyData }, world);
}

/** The same with a bearer token. @param expiresAt when client-go should ask again, ms since the epoch */
export async function printTokenCredential(
  version: ApiVersion,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: number },
  world: Pick<World, "stdout">,
): Promise<void> {
  await print(version, { expirationTimestamp: utcTime(expiresAt), token }, world);
}

/**
 * Key order and indentation are the Go tool's.
 * @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
 */
async function print(version: ApiVersion, status: Status, { stdout }: Pick<World, "stdout">): Promise<void> {
  const apiVersion = `${API_GROUP}/${version}`;
  await stdout(JSON.stringify({ kind: "ExecCredential", apiVersion, spec: { interactive: false }, status }, null, 1));
}
