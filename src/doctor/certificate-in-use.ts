import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { type Facts, issuedIfAny } from "./gather-facts.ts";

/** A certificate and its origin. */
export interface CertificateInUse {
  readonly certificate: ClientCertificate;
  /** In words. */
  readonly from: string;
  /** When it was cached, ms since the epoch; undefined for a new one. */
  readonly cachedAt: number | undefined;
}

/** The certificate that kubectl would present: the cached one, else a new one. */
export async function certificateInUse(facts: Facts): Promise<CertificateInUse | undefined> {
  const cached = await facts.cached();
  if (cached !== undefined) {
    return { certificate: cached.certificate, from: "the certificate in the cache", cachedAt: cached.issuedAt };
  }
  const issued = await issuedIfAny(facts);
  return issued && { certificate: issued.certificate, from: "a new certificate", cachedAt: undefined };
}
