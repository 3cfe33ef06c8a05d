import { expect, test } from "bun:test";
import { renderExecCredential } from "../../../src/exec-credential/render-exec-credential.ts";
import { madeUpCertificate } from "../../support/certificates.ts";

const certificate = madeUpCertificate({
  certificate: "-----BEGIN CERTIFICATE-----\nZmFrZQ==\n-----END CERTIFICATE-----\n",
  privateKey: "-----BEGIN RSA PRIVATE KEY-----\nZmFrZQ==\n-----END RSA PRIVATE KEY-----\n",
  notAfter: Date.parse("2024-01-02T09:00:00Z"),
  expiresAt: Date.parse("2024-01-02T06:04:05.678Z"),
});

test("the document is the Go tool's, byte for byte, and expires a minute before the certificate", () => {
  expect(renderExecCredential("v1beta1", certificate)).toBe(`{
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

test("v1 differs in its apiVersion only", () => {
  expect(renderExecCredential("v1", certificate)).toBe(
    renderExecCredential("v1beta1", certificate).replace("/v1beta1", "/v1"),
  );
});
