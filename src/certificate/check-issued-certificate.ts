import { createPrivateKey, X509Certificate } from "node:crypto";
import { ToolError } from "../errors/tool-error.ts";
import type { ClientCertificate } from "./client-certificate.ts";
import { utcTime } from "../log/log.ts";

/** How far in the future a certificate may start: this clock may be behind. The API refuses worse ones. */
const NOT_BEFORE_TOLERANCE_MS = 15 * 60_000;

/** The API's answer, unchecked. */
export interface UncheckedCertificate {
  readonly certificate: string;
  readonly privateKey: string;
  /** The API's own `expiration`, ms since the epoch. */
  readonly expiration: number | undefined;
}

/**
 * Makes sure that kubectl can use the API's answer: both parts parse, they belong together, and the certificate is
 * valid at `now` (ms).
 * @throws ToolError `api_answer_invalid`; no message holds key material
 */
export function checkIssuedCertificate(unchecked: UncheckedCertificate, now: number): ClientCertificate {
  const certificate = parse("certificate", () => new X509Certificate(unchecked.certificate));
  const privateKey = parse("private key", () => createPrivateKey(unchecked.privateKey));
  if (!certificate.checkPrivateKey(privateKey))
    throw broken("has a certificate and a private key that do not belong together");

  const notBefore = Date.parse(certificate.validFrom);
  const notAfter = Date.parse(certificate.validTo);
  // A time zone other than UTC, say, which X.509 does not allow (RFC 5280, 4.1.2.5).
  if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) {
    throw broken("has a date that cannot be read");
  }
  const expiresAt = Math.min(notAfter, unchecked.expiration ?? notAfter);
  if (expiresAt <= now) {
    throw broken(
      `expired on ${utcTime(expiresAt)}, and the clock of this machine says ${utcTime(now)}`,
      "check the clock of this machine; if it is right, try again",
    );
  }
  if (notBefore > now + NOT_BEFORE_TOLERANCE_MS) {
    throw broken(
      `is not valid before ${utcTime(notBefore)}, and the clock of this machine says ${utcTime(now)}`,
      "check the clock of this machine; if it is right, try again",
    );
  }
  return { certificate: unchecked.certificate, privateKey: unchecked.privateKey, notBefore, notAfter, expiresAt };
}

function parse<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw broken(`has a ${what} that cannot be read`);
  }
}

function broken(
  what: string,
  hint = "this is a server error: try again; if it persists, report the request id (--log-level debug)",
): ToolError {
  return new ToolError({
    code: "api_answer_invalid",
    message: `the client certificate that the ACK API sent ${what}`,
    hint,
  });
}
