import { ToolError } from "../errors/tool-error.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { Facts } from "./facts.ts";

/** A certificate, and where it is from, in words. */
export interface CertificateInUse {
  readonly certificate: ClientCertificate;
  readonly from: string;
}

/** The certificate that kubectl would show: the one in the cache, else a new one. Why there is none is another check's to say. */
export async function certificateInUse(facts: Facts): Promise<CertificateInUse | undefined> {
  const cached = await facts.cached();
  if (cached !== undefined && cached.certificate.notAfter > facts.world.now()) {
    return { certificate: cached.certificate, from: "the certificate in the cache" };
  }
  try {
    const issued = await facts.issued();
    return "unknown" in issued ? undefined : { certificate: issued.value.certificate, from: "a new certificate" };
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}
