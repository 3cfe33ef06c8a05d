import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmod, rename, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CACHE_FOLDER, changeEntry } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { AS_KUBECTL } from "../../support/exec-credential.ts";
import { type Scene, setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const PLANTED = "-----BEGIN CERTIFICATE-----\nZmFrZSBwbGFudGVk\n-----END CERTIFICATE-----\n";

function ask(scene: Scene, variables: Readonly<Record<string, string>> = {}) {
  return scene.run(getCredential(scene.cloud), { ...scene.alice, ...variables });
}

/** The path of a file in the cache, by its ending. */
function cachePath(scene: Scene, ending: string): string {
  const name = scene.newFiles().find((path) => path.startsWith(`home/${CACHE_FOLDER}/`) && path.endsWith(ending));
  return join(dirname(scene.home), name ?? "there is none");
}

/** Puts another certificate in place of the cached one, with digests that anybody can make, or with a seal. */
async function plant(scene: Scene, secret?: string): Promise<void> {
  await changeEntry(
    scene,
    (entry) => ({ ...entry, certificate: { ...entry.certificate, certificate: PLANTED } }),
    secret,
  );
}

describe("a certificate that somebody else put into the cache", () => {
  test.each<[string, (scene: Scene) => Promise<void>]>([
    ["in a file that others can read or write", (scene) => chmod(cachePath(scene, ".json"), 0o666)],
    ["in a folder that others can write to", (scene) => chmod(join(scene.home, CACHE_FOLDER), 0o777)],
  ])("%s is not printed: a new one is fetched", async (_, open) => {
    await using scene = await setScene();
    await ask(scene);
    await plant(scene);
    await open(scene);
    const { exitCode, stdout } = await ask(scene);
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("ZmFrZSBwbGFudGVk");
    expect(scene.cloud.requests.count("cs")).toBe(2);
  });

  test("with the seal of another secret is not printed either", async () => {
    await using scene = await setScene();
    await ask(scene);
    await plant(scene, "fake-secret-of-somebody-else");
    await chmod(join(scene.home, CACHE_FOLDER), 0o777);
    expect((await ask(scene)).stdout).not.toContain("ZmFrZSBwbGFudGVk");
    expect(scene.cloud.requests.count("cs")).toBe(2);
  });
});

describe("a certificate that these credentials have sealed", () => {
  test("is printed in a folder that others can write to: nobody else can have made it", async () => {
    await using scene = await setScene();
    const first = await ask(scene);
    await chmod(join(scene.home, CACHE_FOLDER), 0o777);
    expect(await ask(scene)).toEqual(first);
    expect(scene.cloud.requests.count("cs")).toBe(1);
  });

  test("is used in a private file even after its secret was replaced: the cache key is the same", async () => {
    await using scene = await setScene();
    const first = await ask(scene);
    expect(await ask(scene, { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "fake-rotated-secret" })).toEqual(first);
    expect(scene.cloud.requests.count("cs")).toBe(1);
  });
});

test("a link in place of the callers' file leads nowhere: what it points to stays as it is", async () => {
  await using scene = await setScene();
  const first = await ask(scene, AS_KUBECTL);
  const callers = cachePath(scene, ".callers");
  const length = Bun.file(callers).size;
  for (const content of ["precious", `ack-ram-tool callers 1${"x".repeat(length)}`]) {
    const target = await scene.write(`precious-${content.length}`, content);
    await rename(callers, `${callers}.away`).catch(() => undefined);
    await Bun.spawn(["rm", "-f", callers]).exited;
    await symlink(target, callers);
    expect(await ask(scene, AS_KUBECTL)).toEqual(first);
    expect(await Bun.file(target).text()).toBe(content);
  }
});
