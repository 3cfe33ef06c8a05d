import { expect, test } from "bun:test";
import type { ApiVersion } from "../../../src/exec-credential/api-version.ts";
import { printExecCredential } from "../../../src/exec-credential/print-exec-credential.ts";
import { madeUpCertificate } from "../../support/certificates.ts";

const certificate = madeUpCertificate({
  certificate: "-----BEGIN CERTIFICATE-----\nZmFrZQ==\n-----END CERTIFICATE-----\n",
  privateKey: "-----BEGIN RSA PRIVATE KEY-----\nZmFrZQ==\n-----END RSA PRIVATE KEY-----\n",
  notAfter: Date.parse("2024-01-02T09:00:00Z"),
  expiresAt: Date.parse("2024-01-02T06:04:05.678Z"),
});

async function printed(version: ApiVersion): Promise<string> {
  const texts: string[] = [];
  await printExecCredential(version, certificate, {
    stdout: (text) => {
      texts.push(text);
      return Promise.resolve();
    },
  });
  return texts.join("|");
}

test("the document is the Go tool's, byte for byte, and expires a minute before the certificate", async () => {
  expect(await printed("v1beta1")).toBe(`{
 "kind": "ExecCredential",
 "apiVersion": "client.authentication.k8s.io/v1beta1",
 "spec": {
  "interactive": false
 },
 "status": {
  "expirationTimestamp": "2024-01-02T06:03:05Z",
  "clientCertificateData": "-----BEGIN CERTIFICATE-----\\nZmFrZQ==\\n-----END CERTIFICATE-----\\n",
  "clientKeyData": "-----BEGIN RSA PRIVATE KEY-----\\nZmFrZQ==\\n-----END RSA PRIVATE KEY-----\\n"
 }
}`);
});

test("v1 differs in its apiVersion only", async () => {
  expect(await printed("v1")).toBe((await printed("v1beta1")).replace("/v1beta1", "/v1"));
});
