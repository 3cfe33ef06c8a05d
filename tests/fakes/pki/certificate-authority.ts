import { createPublicKey, randomBytes, sign } from "node:crypto";
import { authorityExtensions } from "./certificate-extensions.ts";
import {
  type Der,
  derBitString,
  derInteger,
  derObjectIdentifier,
  derSequence,
  derSetOf,
  derTime,
  derUtf8String,
  derValue,
} from "./der.ts";
import { generateFreshKeyPair } from "./key-pair.ts";

/** A distinguished name, in order: the organizations (a Kubernetes user's groups), then the common name. */
export interface SubjectName {
  readonly organizations?: readonly string[];
  readonly commonName: string;
}

/** The contents of a certificate. */
export interface CertificateRequest {
  readonly subject: SubjectName;
  readonly publicKeyPem: string;
  readonly notBefore: Date;
  /** A text stands in the certificate as it is, as UTCTime. */
  readonly notAfter: Date | string;
  readonly extensions: readonly Der[];
}

/** A signed certificate. The serial number is upper-case hex, as `getPeerCertificate()` spells it. */
export interface SignedCertificate {
  readonly certificatePem: string;
  readonly serialNumber: string;
}

/** A self-signed authority that lives in memory. */
export interface CertificateAuthority {
  readonly certificatePem: string;
  readonly sign: (request: CertificateRequest) => SignedCertificate;
}

const ecdsaWithSha256 = derSequence(derObjectIdentifier("1.2.840.10045.4.3.2"));

/** A new authority with an EC key, valid from two days ago for ten years of the real clock. */
export async function createCertificateAuthority(commonName: string): Promise<CertificateAuthority> {
  const keys = await generateFreshKeyPair("ec");
  const issuer: SubjectName = { commonName };
  const day = 24 * 3600_000;
  const own = signCertificate(issuer, keys.privateKeyPem, {
    subject: issuer,
    publicKeyPem: keys.publicKeyPem,
    notBefore: new Date(Date.now() - 2 * day),
    notAfter: new Date(Date.now() + 3650 * day),
    extensions: authorityExtensions,
  });
  return {
    certificatePem: own.certificatePem,
    sign: (request) => signCertificate(issuer, keys.privateKeyPem, request),
  };
}

/** An X.509 v3 certificate (RFC 5280 section 4.1), signed with ECDSA and SHA-256. */
function signCertificate(issuer: SubjectName, issuerKeyPem: string, request: CertificateRequest): SignedCertificate {
  const serial = randomSerialNumber();
  const version3 = derValue(0xa0, derInteger(Uint8Array.of(2)));
  const toBeSigned = derSequence(
    version3,
    derInteger(serial),
    ecdsaWithSha256,
    distinguishedName(issuer),
    derSequence(derTime(request.notBefore), derTime(request.notAfter)),
    distinguishedName(request.subject),
    publicKeyInfo(request.publicKeyPem),
    derValue(0xa3, derSequence(...request.extensions)),
  );
  const signature = sign("sha256", toBeSigned, issuerKeyPem);
  const certificate = derSequence(toBeSigned, ecdsaWithSha256, derBitString(signature));
  return { certificatePem: toPem(certificate), serialNumber: serial.toString("hex").toUpperCase() };
}

/** 16 bytes whose first is 0x40..0x7f: positive, and with no leading zero to be spelt in two ways. */
function randomSerialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return bytes;
}

function distinguishedName({ organizations = [], commonName }: SubjectName): Der {
  return derSequence(
    ...organizations.map((organization) => nameAttribute("2.5.4.10", organization)),
    nameAttribute("2.5.4.3", commonName),
  );
}

function nameAttribute(type: string, value: string): Der {
  return derSetOf(derSequence(derObjectIdentifier(type), derUtf8String(value)));
}

function publicKeyInfo(publicKeyPem: string): Der {
  return new Uint8Array(createPublicKey(publicKeyPem).export({ type: "spki", format: "der" }));
}

function toPem(certificate: Der): string {
  const lines =
    Buffer.from(certificate)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
