import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { cachedEntry, changeEntry } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { KUBECTL, writeKubeconfig } from "../../support/kubectl.ts";
import { errorFault } from "../../fakes/server/fault.ts";
import { type Scene, setScene } from "../../support/scene.ts";

// kubectl takes a second on a busy machine.
setDefaultTimeout(60_000);

const HOUR = 3_600_000;

async function revokeCached(scene: Scene): Promise<void> {
  const { issued } = scene.cloud.certificates;
  scene.cloud.apiServer.revoke(issued.at(-1)?.serialNumber ?? "");
}

/** As if the API had given the cached certificate an hour ago. */
async function age(scene: Scene): Promise<void> {
  await changeEntry(scene, (entry) => ({ ...entry, issuedAt: entry.issuedAt - HOUR }));
}

async function setKubectl() {
  const scene = await setScene();
  const { cloud } = scene;
  const kubeconfig = await writeKubeconfig(scene, "v1", getCredential(cloud));
  return {
    scene,
    getNamespaces: () => scene.runOther([KUBECTL ?? "", "--kubeconfig", kubeconfig, "get", "ns"], scene.alice),
    requests: () => cloud.requests.count("cs"),
    [Symbol.asyncDispose]: scene[Symbol.asyncDispose],
  };
}

describe.skipIf(KUBECTL === null)("with the real kubectl (skipped where it is not installed)", () => {
  test("a certificate that was revoked is replaced by the kubectl that is refused, and the next one works", async () => {
    await using setting = await setKubectl();
    const { scene, getNamespaces, requests } = setting;
    expect((await getNamespaces()).exitCode).toBe(0);
    const revoked = await cachedEntry(scene);
    await revokeCached(scene);
    await age(scene);

    await getNamespaces();
    expect(requests()).toBe(2);
    expect((await cachedEntry(scene))?.certificate.certificate).not.toBe(revoked?.certificate.certificate ?? "");

    expect(await getNamespaces()).toMatchObject({ exitCode: 0, stderr: "" });
    expect(requests()).toBe(2);
  });

  test("a refused certificate that is new is not asked for again: a new one would be refused too", async () => {
    await using setting = await setKubectl();
    const { scene, getNamespaces, requests } = setting;
    await getNamespaces();
    await revokeCached(scene);
    const refusals = [await getNamespaces(), await getNamespaces()];
    for (const { exitCode, stderr } of refusals) {
      expect(exitCode).toBe(1);
      expect(stderr).toContain("You must be logged in");
    }
    expect(requests()).toBe(1);
  });

  test("while the API is down the refused certificate is still printed, and the API is asked once for all calls", async () => {
    await using setting = await setKubectl();
    const { scene, getNamespaces, requests } = setting;
    await getNamespaces();
    await revokeCached(scene);
    await age(scene);
    scene.cloud.faults.always("cs", errorFault(403, "Forbidden.RAM"));
    for (let times = 0; times < 3; times += 1) {
      expect((await getNamespaces()).stderr).toContain("You must be logged in");
    }
    expect(requests()).toBe(2);
  });

  test("a shell loop and parallel terminals with a good certificate cause no API call", async () => {
    await using setting = await setKubectl();
    const { scene, getNamespaces, requests } = setting;
    await getNamespaces();
    await age(scene);
    for (let times = 0; times < 4; times += 1) expect((await getNamespaces()).exitCode).toBe(0);
    const parallel = await Promise.all(Array.from({ length: 6 }, getNamespaces));
    expect(parallel.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(requests()).toBe(1);
  });
});
