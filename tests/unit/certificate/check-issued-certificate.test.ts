import { createPrivateKey } from "node:crypto";
import { describe, expect, test } from "bun:test";
import {
  checkIssuedCertificate,
  type UncheckedCertificate,
} from "../../../src/certificate/check-issued-certificate.ts";
import { createCertificateAuthority } from "../../fakes/pki/certificate-authority.ts";
import { generateFreshKeyPair } from "../../fakes/pki/key-pair.ts";
import { authorityCertificate, DAY, HOUR, MINUTE, realCertificate } from "../../support/certificates.ts";
import { NOW } from "../../support/fake-world.ts";
import { everythingShownOf, toolErrorOf } from "../../support/tool-error-of.ts";

const good = await realCertificate();
const other = await realCertificate();
const rsa = await realCertificate({ keyAlgorithm: "rsa" });
const withOffset = await certificateUntil("300102030405+0800");
const withoutDate = await certificateUntil("never");
const noExpiration = { expiration: undefined };

/** A certificate that has this text as the UTCTime of its end. */
async function certificateUntil(notAfter: string) {
  const authority = await createCertificateAuthority("fake cluster");
  const { privateKeyPem, publicKeyPem } = await generateFreshKeyPair("ec");
  const { certificatePem } = authority.sign({
    subject: { commonName: "fake user" },
    publicKeyPem,
    notBefore: new Date(NOW - MINUTE),
    notAfter,
    extensions: [],
  });
  return { certificate: certificatePem, privateKey: privateKeyPem };
}

function pkcs8(pem: string): string {
  return createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString();
}

describe("a certificate and its key", () => {
  test("is kept as received, with its own times", () => {
    expect(checkIssuedCertificate({ ...good, ...noExpiration }, NOW)).toEqual({
      ...good,
      notBefore: NOW - MINUTE,
      notAfter: NOW + 3 * HOUR,
      expiresAt: NOW + 3 * HOUR,
    });
  });

  test.each([
    ["RSA, PKCS#1", rsa, "BEGIN RSA PRIVATE KEY"],
    ["RSA, PKCS#8", { ...rsa, privateKey: pkcs8(rsa.privateKey) }, "BEGIN PRIVATE KEY"],
    ["EC, SEC 1", good, "BEGIN EC PRIVATE KEY"],
    ["EC, PKCS#8", { ...good, privateKey: pkcs8(good.privateKey) }, "BEGIN PRIVATE KEY"],
  ])("may be %s", (_, pair, label) => {
    expect(pair.privateKey).toContain(label);
    expect(checkIssuedCertificate({ ...pair, ...noExpiration }, NOW)).toMatchObject(pair);
  });

  test("stays a chain if it was sent as one", () => {
    const certificate = good.certificate + authorityCertificate;
    expect(checkIssuedCertificate({ ...good, certificate, ...noExpiration }, NOW)).toMatchObject({
      certificate,
      notAfter: NOW + 3 * HOUR,
    });
  });

  test.each([
    ["an earlier expiration counts", NOW + HOUR, NOW + HOUR],
    ["a later expiration does not", NOW + 4 * HOUR, NOW + 3 * HOUR],
  ])("named by the API: %s", (_, expiration, expiresAt) => {
    expect(checkIssuedCertificate({ ...good, expiration }, NOW).expiresAt).toBe(expiresAt);
  });
});

describe("an answer that kubectl could not use is an error", () => {
  const cases: readonly (readonly [string, UncheckedCertificate, string])[] = [
    ["another certificate's key", { ...good, privateKey: other.privateKey, ...noExpiration }, "do not belong together"],
    ["a key of another kind", { ...good, privateKey: rsa.privateKey, ...noExpiration }, "do not belong together"],
    [
      "a chain in the wrong order",
      { ...good, certificate: authorityCertificate + good.certificate, ...noExpiration },
      "do not belong together",
    ],
    ["an empty certificate", { ...good, certificate: "", ...noExpiration }, "certificate that cannot be read"],
    ["an invalid certificate", { ...good, certificate: "fake", ...noExpiration }, "certificate that cannot be read"],
    [
      "a certificate cut short",
      { ...good, certificate: good.certificate.slice(0, 200), ...noExpiration },
      "certificate that cannot be read",
    ],
    [
      "a key in the certificate's place",
      { certificate: good.privateKey, privateKey: good.privateKey, ...noExpiration },
      "certificate that cannot be read",
    ],
    ["an empty key", { ...good, privateKey: "", ...noExpiration }, "private key that cannot be read"],
    [
      "an invalid key",
      { ...good, privateKey: "-----BEGIN PRIVATE KEY-----\nZmFrZQ==\n-----END PRIVATE KEY-----\n", ...noExpiration },
      "private key that cannot be read",
    ],
    [
      "a key cut short",
      { ...good, privateKey: good.privateKey.slice(0, 100), ...noExpiration },
      "private key that cannot be read",
    ],
    [
      "a certificate in the key's place",
      { ...good, privateKey: good.certificate, ...noExpiration },
      "private key that cannot be read",
    ],
    ["a date with an offset from UTC", { ...withOffset, ...noExpiration }, "has a date that cannot be read"],
    ["an invalid date", { ...withoutDate, ...noExpiration }, "cannot be read"],
  ];

  test.each(cases)("%s", async (_, unchecked, message) => {
    const error = await toolErrorOf(() => checkIssuedCertificate(unchecked, NOW));
    expect(error.code).toBe("api_answer_invalid");
    expect(error.message).toStartWith("the client certificate that the ACK API sent ");
    expect(error.message).toContain(message);
    expect(error.hint).toContain("try again");
  });

  test.each(cases)("%s: no message holds key material", async (_, unchecked) => {
    const shown = everythingShownOf(await toolErrorOf(() => checkIssuedCertificate(unchecked, NOW)));
    const lines = [...good.privateKey.split("\n"), ...other.privateKey.split("\n"), ...rsa.privateKey.split("\n")];
    expect(lines.filter((line) => line.length > 8 && shown.includes(line))).toEqual([]);
  });
});

describe("the time", () => {
  test.each([
    ["a certificate that has just expired", good, NOW + 3 * HOUR, "expired on 2024-01-02T06:04:05Z"],
    ["a certificate that expired long ago", good, NOW + 365 * DAY, "expired on 2024-01-02T06:04:05Z"],
    ["a certificate of the far future", good, NOW - DAY, "is not valid before 2024-01-02T03:03:05Z"],
    ["a certificate that begins in over 15 minutes", good, NOW - 16 * MINUTE - 1, "is not valid before"],
  ])("%s is an error that names both times and the clock", async (_, pair, now, message) => {
    const error = await toolErrorOf(() => checkIssuedCertificate({ ...pair, ...noExpiration }, now));
    expect(error.message).toContain(message);
    expect(error.message).toContain(`the clock of this machine says ${new Date(now).toISOString().slice(0, 19)}Z`);
    expect(error.hint).toContain("clock");
  });

  test("an expiration in the past in the API's answer is an error, whatever the certificate's lifetime", async () => {
    const error = await toolErrorOf(() => checkIssuedCertificate({ ...good, expiration: NOW }, NOW));
    expect(error.message).toContain("expired on 2024-01-02T03:04:05Z");
  });

  test.each([
    ["a moment before the end", NOW + 3 * HOUR - 1],
    ["with a clock that is 15 minutes behind the beginning", NOW - 16 * MINUTE],
  ])("%s a certificate is accepted", (_, now) => {
    expect(checkIssuedCertificate({ ...good, ...noExpiration }, now)).toMatchObject(good);
  });
});
