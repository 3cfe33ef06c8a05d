import { type CertificateAuthority, createCertificateAuthority } from "./certificate-authority.ts";
import { serverExtensions } from "./certificate-extensions.ts";
import { takePooledKeyPair } from "./key-pair-pool.ts";

/** What may be wrong with a TLS server certificate. */
export type ServerCertificateFlaw = "expired" | "wrong-host" | "unknown-authority";

/** A server's certificate and key, PEM. */
export interface ServerCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const loopbackNames = {
  dns: ["localhost"],
  ip: [Uint8Array.of(127, 0, 0, 1), Uint8Array.of(...Array<number>(15).fill(0), 1)],
};

/**
 * A certificate for `localhost`, `127.0.0.1` and `::1`, valid by the real clock (clients use theirs,
 * whatever the fake cloud believes), unless a flaw is asked for.
 */
export async function issueServerCertificate(
  authority: CertificateAuthority,
  flaw?: ServerCertificateFlaw,
): Promise<ServerCertificate> {
  const issuer = flaw === "unknown-authority" ? await createCertificateAuthority("somebody else") : authority;
  const keys = await takePooledKeyPair("ec");
  const names = flaw === "wrong-host" ? { dns: ["wrong.example"], ip: [] } : loopbackNames;
  const day = 24 * 3600_000;
  const { certificatePem } = issuer.sign({
    subject: { commonName: names.dns[0] ?? "" },
    publicKeyPem: keys.publicKeyPem,
    notBefore: new Date(Date.now() - 2 * day),
    notAfter: new Date(Date.now() + (flaw === "expired" ? -1 : 365) * day),
    extensions: serverExtensions(names),
  });
  return { certificatePem, privateKeyPem: keys.privateKeyPem };
}
