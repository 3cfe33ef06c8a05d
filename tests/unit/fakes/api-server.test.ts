import { expect, test } from "bun:test";
import type { CertificateOptions } from "../../fakes/cloud/cluster-certificates.ts";
import type { ClientCertificate } from "../../fakes/pki/client-certificate.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";

const cloud = cloudInEachTest();

function issue(options?: CertificateOptions): Promise<ClientCertificate> {
  return cloud.certificates.issue(cloud.identities.alice.owner, cloud.clusters.production, options);
}

function ask(path: string, certificate: ClientCertificate | undefined, init: RequestInit = {}): Promise<Response> {
  const client = certificate && {
    cert: certificate.certificatePem,
    key: certificate.privateKeyPem,
  };
  return fetch(`${cloud.apiServer.url}${path}`, {
    ...init,
    tls: { ca: cloud.apiServer.certificateAuthorityPem, ...client },
  });
}

test("a request without a certificate is refused", async () => {
  const response = await ask("/api/v1/namespaces", undefined);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ kind: "Status", reason: "Unauthorized" });
});

test("a certificate of an unknown authority is refused", async () => {
  const authority = await cloud.certificates.unknownAuthority();
  expect((await ask("/api", await issue({ authority }))).status).toBe(401);
});

test("an expired certificate is refused", async () => {
  const notAfter = Date.now() - 1000;
  expect((await ask("/api", await issue({ notAfter }))).status).toBe(401);
});

test("a revoked certificate is refused, another one of the same user is not", async () => {
  const [revoked, other] = [await issue(), await issue()];
  cloud.apiServer.revoke(revoked.serialNumber);
  expect((await ask("/api", revoked)).status).toBe(401);
  expect((await ask("/api", other)).status).toBe(200);
});
