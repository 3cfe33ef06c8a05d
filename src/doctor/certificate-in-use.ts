import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { Facts } from "./gather-facts.ts";

/** A certificate and its origin. */
export interface CertificateInUse {
  readonly certificate: ClientCertificate;
  /** In words. */
  readonly from: string;
  /** When it was cached, ms since the epoch; undefined for a new one. */
  readonly cachedAt: number | undefined;
}

/**
 * The certificate that kubectl would present: the cached one, else a new one. Another check reports why there is none.
 */
export async function certificateInUse(facts: Facts): Promise<CertificateInUse | undefined> {
  const cached = await facts.cached();
  if (cached !== undefined) {
    return { certificate: cached.certificate, from: "the certificate in the cache", cachedAt: cached.issuedAt };
  }
  try {
    const issued = await facts.issued();
    if ("unknown" in issued) return undefined;
    return { certificate: issued.value.certificate, from: "a new certificate", cachedAt: undefined };
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}
