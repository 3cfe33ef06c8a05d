import { afterAll, beforeAll, expect, test } from "bun:test";
import { type FakeCloud, startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import type { CertificateOptions } from "../../fakes/cloud/cluster-certificates.ts";
import type { ClientCertificate } from "../../fakes/pki/client-certificate.ts";

let cloud: FakeCloud;
beforeAll(async () => {
  cloud = await startFakeCloud();
});
afterAll(() => cloud.stop());

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

test.each<[string, CertificateOptions | undefined]>([
  ["an RSA key", {}],
  ["an EC key", { keyAlgorithm: "ec" }],
])("a certificate with %s is let in", async (_, options) => {
  expect((await ask("/api/v1/namespaces", await issue(options))).status).toBe(200);
});

test("nobody is let in without a certificate", async () => {
  const response = await ask("/api/v1/namespaces", undefined);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ kind: "Status", reason: "Unauthorized" });
});

test("a certificate of an unknown authority is refused", async () => {
  const authority = await cloud.certificates.unknownAuthority();
  expect((await ask("/api", await issue({ authority }))).status).toBe(401);
});

test("a certificate that is over is refused", async () => {
  const notAfter = Date.now() - 1000;
  expect((await ask("/api", await issue({ notAfter }))).status).toBe(401);
});

test("a revoked certificate is refused, another one of the same user is not", async () => {
  const [revoked, other] = [await issue(), await issue()];
  cloud.apiServer.revoke(revoked.serialNumber);
  expect((await ask("/api", revoked)).status).toBe(401);
  expect((await ask("/api", other)).status).toBe(200);
});

test.each(["v1", "v1beta1", "v1alpha1"])("a %s SelfSubjectReview says who one is", async (version) => {
  const path = `/apis/authentication.k8s.io/${version}/selfsubjectreviews`;
  const response = await ask(path, await issue(), { method: "POST", body: "{}" });
  expect(await response.json()).toMatchObject({
    status: {
      userInfo: {
        username: "kubernetes-1000000000000001-alice",
        groups: ["system:users", "system:authenticated"],
      },
    },
  });
});

test("a list comes as a table to those who ask for one", async () => {
  const certificate = await issue();
  const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  const table = await ask("/api/v1/pods", certificate, { headers: { accept } });
  expect(await table.json()).toMatchObject({ kind: "Table" });
  expect(await (await ask("/api/v1/pods", certificate)).json()).toMatchObject({ kind: "PodList" });
});

test("the log tells with which certificate a request came", async () => {
  const certificate = await issue();
  await ask("/version", certificate);
  expect(cloud.requests.of("api-server", "GET /version").at(-1)?.peer?.serialNumber).toBe(certificate.serialNumber);
});
