import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { base64Of, kubeconfigYaml } from "../../fakes/cloud/kubeconfig.ts";
import { type FakeCloud, startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import type { ClientCertificate } from "../../fakes/pki/client-certificate.ts";

describe.skipIf(Bun.which("kubectl") === null)("the real kubectl", () => {
  let cloud: FakeCloud;
  let home: string;
  let certificate: ClientCertificate;

  beforeAll(async () => {
    cloud = await startFakeCloud();
    home = await mkdtemp(join(tmpdir(), "kubectl-home-"));
    const { identities, clusters, apiServer } = cloud;
    certificate = await cloud.certificates.issue(identities.alice.owner, clusters.production);
    const kubeconfig = kubeconfigYaml({
      cluster: { server: apiServer.url, certificatePem: apiServer.certificateAuthorityPem },
      users: [
        {
          name: "alice",
          clientCertificateData: base64Of(certificate.certificatePem),
          clientKeyData: base64Of(certificate.privateKeyPem),
        },
      ],
    });
    await Bun.write(join(home, "kubeconfig"), kubeconfig);
  });
  afterAll(async () => {
    await cloud.stop();
    await rm(home, { recursive: true, force: true });
  });

  async function kubectl(...args: string[]): Promise<string> {
    const child = Bun.spawn(["kubectl", ...args], {
      env: { PATH: process.env["PATH"], HOME: home, KUBECONFIG: join(home, "kubeconfig") },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    return stdout + stderr;
  }

  test.each([
    [["get", "ns"], "payments"],
    [["get", "pods", "-A"], "coredns-0"],
    [["auth", "whoami"], "kubernetes-1000000000000001-alice"],
    [["version"], "Server Version: v1.32"],
  ])("%p prints %p", async (args, expected) => {
    expect(await kubectl(...args)).toContain(expected);
  });

  test("is told that it must log in when its certificate was revoked", async () => {
    cloud.apiServer.revoke(certificate.serialNumber);
    expect(await kubectl("get", "ns")).toContain("You must be logged in to the server");
  });
});
