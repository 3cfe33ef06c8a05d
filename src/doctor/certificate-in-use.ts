import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { Facts } from "./facts.ts";

/** A certificate, and where it is from. */
export interface CertificateInUse {
  readonly certificate: ClientCertificate;
  /** In words. */
  readonly from: string;
  /** Since when it is in the cache, ms since the epoch; undefined for a new one. */
  readonly cachedAt: number | undefined;
}

/** The certificate that kubectl would show: the one in the cache, else a new one. Why there is none is another check's to say. */
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
