import type { CertificateAuthority } from "./certificate-authority.ts";
import { clientExtensions } from "./certificate-extensions.ts";
import { generateFreshKeyPair, type KeyAlgorithm } from "./key-pair.ts";
import { takePooledKeyPair } from "./key-pair-pool.ts";

/** Whom a client certificate names, and how it is made. Times are milliseconds since 1970. */
export interface ClientCertificateRequest {
  readonly commonName: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** The groups of the Kubernetes user; `system:users` unless given, as ACK does. */
  readonly organizations?: readonly string[];
  /** RSA 2048 unless given. */
  readonly keyAlgorithm?: KeyAlgorithm;
  /** A key of its own instead of one out of the pool. */
  readonly freshKey?: boolean;
}

/** A client certificate with its key. Times are milliseconds since 1970, whole seconds. */
export interface ClientCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly serialNumber: string;
  readonly commonName: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Signs a client certificate as ACK's cluster authority does: CN is the user, O the groups. */
export async function issueClientCertificate(
  authority: CertificateAuthority,
  request: ClientCertificateRequest,
): Promise<ClientCertificate> {
  const algorithm = request.keyAlgorithm ?? "rsa";
  const keys = request.freshKey ? await generateFreshKeyPair(algorithm) : await takePooledKeyPair(algorithm);
  // X.509 times have no fractions of a second.
  const notBefore = Math.floor(request.notBefore / 1000) * 1000;
  const notAfter = Math.floor(request.notAfter / 1000) * 1000;
  const { certificatePem, serialNumber } = authority.sign({
    subject: {
      organizations: request.organizations ?? ["system:users"],
      commonName: request.commonName,
    },
    publicKeyPem: keys.publicKeyPem,
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    extensions: clientExtensions,
  });
  return {
    certificatePem,
    privateKeyPem: keys.privateKeyPem,
    serialNumber,
    commonName: request.commonName,
    notBefore,
    notAfter,
  };
}
