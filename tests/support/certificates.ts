import type { CacheEntry } from "../../src/cache/cache-entry.ts";
import type { ClientCertificate } from "../../src/certificate/client-certificate.ts";
import { createCertificateAuthority } from "../fakes/pki/certificate-authority.ts";
import { type ClientCertificateRequest, issueClientCertificate } from "../fakes/pki/client-certificate.ts";
import { NOW } from "./fake-world.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A client certificate with its key, PEM, as a cluster's authority makes them. */
export interface CertificatePair {
  readonly certificate: string;
  readonly privateKey: string;
}

const authority = await createCertificateAuthority("fake cluster");

/** A real certificate, valid from a minute ago for three hours unless told otherwise. */
export async function realCertificate(
  given: Partial<Pick<ClientCertificateRequest, "notBefore" | "notAfter" | "keyAlgorithm">> = {},
): Promise<CertificatePair> {
  const issued = await issueClientCertificate(authority, {
    commonName: "fake user",
    notBefore: NOW - MINUTE,
    notAfter: NOW + 3 * HOUR,
    keyAlgorithm: "ec",
    freshKey: true,
    ...given,
  });
  return { certificate: issued.certificatePem, privateKey: issued.privateKeyPem };
}

/** The certificate of the fake cluster's authority itself, for chains. */
export const authorityCertificate: string = authority.certificatePem;

/** A checked certificate with made-up PEM, for tests that do not look inside. */
export function madeUpCertificate(given: Partial<ClientCertificate> = {}): ClientCertificate {
  const notAfter = given.notAfter ?? NOW + 3 * HOUR;
  return {
    certificate: "-----BEGIN CERTIFICATE-----\nZmFrZSBjZXJ0aWZpY2F0ZQ==\n-----END CERTIFICATE-----\n",
    privateKey: "-----BEGIN PRIVATE KEY-----\nZmFrZSBrZXk=\n-----END PRIVATE KEY-----\n",
    notBefore: NOW,
    notAfter,
    expiresAt: notAfter,
    ...given,
  };
}

/** A cache entry around {@link madeUpCertificate}. */
export function madeUpEntry(
  certificate: Partial<ClientCertificate> = {},
  given: Partial<Omit<CacheEntry, "certificate">> = {},
): CacheEntry {
  return {
    clusterId: "c-fake",
    source: "access key LTAI…fake",
    issuedAt: NOW,
    recheckedAt: undefined,
    ...given,
    certificate: madeUpCertificate(certificate),
  };
}
