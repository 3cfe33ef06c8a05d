import { describe, expect, test, setDefaultTimeout } from "bun:test";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CACHE_FOLDER, changeEntry, damageEntry } from "../../support/cached-entry.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { type Scene, setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const HOUR = 3_600_000;

/** A scene whose cache holds one certificate for each cluster. */
async function setCache() {
  const scene = await setScene();
  const { clusters } = scene.cloud;
  for (const { id } of [clusters.production, clusters.staging]) {
    await scene.runInProcess(["credential-plugin", "get-credential", "--cluster-id", id], scene.alice);
  }
  return scene;
}

const cache = (scene: Scene, ...argv: string[]) => scene.runInProcess(["cache", ...argv]);
const filesOf = (scene: Scene) => readdir(join(scene.home, CACHE_FOLDER));

describe("cache list", () => {
  test("shows cluster, state, end, age and credentials of each certificate, and nothing secret", async () => {
    await using scene = await setCache();
    const { exitCode, stdout, stderr } = await cache(scene, "list");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [header, ...rows] = stdout.trimEnd().split("\n");
    expect(header?.split(/ {2,}/)).toEqual(["CLUSTER", "STATE", "NOT AFTER", "AGE", "USER", "CREDENTIALS", "CONTEXTS"]);
    const { production, staging } = scene.cloud.clusters;
    expect(new Set(rows.map((row) => row.split(" ")[0]))).toEqual(new Set([production.id, staging.id]));
    for (const row of rows)
      expect(row).toMatch(/ fresh +\d{4}-\d\d-\d\dT[\d:]+Z +0 min +kubernetes-\d+-alice +.*LTAI…0000 +-$/);
    expect(stdout).not.toContain("PRIVATE KEY");
  });

  test("names the certificate's serial number and the contexts that use it", async () => {
    await using scene = await setScene();
    const variables = scene.alice;
    const { id } = scene.cloud.clusters.production;
    await scene.run(["get-kubeconfig", "-c", id, "--write"], variables);
    await scene.run(["get-kubeconfig", "-c", id, "--write", "--context-name", "prod"], variables);
    const { sts, cs } = scene.cloud.addresses;
    const argv = ["-c", id, "--cs-endpoint", cs.host, "--sts-endpoint", sts.host];
    await scene.run(["credential-plugin", "get-credential", ...argv], variables);
    const { stdout } = await scene.run(["cache", "list", "--output", "json"], variables);
    expect(JSON.parse(stdout)).toMatchObject([
      { serialNumber: scene.cloud.certificates.issued.at(-1)?.serialNumber, contexts: [`ack-${id}`, "prod"] },
    ]);
    expect((await scene.run(["cache", "list"], variables)).stdout).toEndWith(`ack-${id}, prod\n`);
  });

  test.each([
    ["fresh", () => Promise.resolve()],
    [
      "due",
      (scene: Scene) =>
        changeEntry(scene, ({ certificate, ...entry }) => {
          const notBefore = Date.now() - 2.9 * HOUR;
          const end = notBefore + 3 * HOUR;
          return { ...entry, certificate: { ...certificate, notBefore, notAfter: end, expiresAt: end } };
        }),
    ],
    [
      "expired",
      (scene: Scene) =>
        changeEntry(scene, (entry) => ({ ...entry, certificate: { ...entry.certificate, notAfter: Date.now() - 1 } })),
    ],
    ["broken", (scene: Scene) => damageEntry(scene, (content) => content.replace("BEGIN", "BEGAN"))],
  ])("shows a certificate that is %s as JSON", async (state, change) => {
    await using scene = await setCache();
    await change(scene);
    const { stdout } = await cache(scene, "list", "--output", "json");
    expect(JSON.parse(stdout)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ state, file: expect.stringContaining(scene.home) }),
        expect.objectContaining({ state: "fresh" }),
      ]),
    );
  });

  test("says on stderr that the cache is empty", async () => {
    await using scene = await setScene();
    expect(await cache(scene, "list")).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: `no certificates in ${scene.home}/${CACHE_FOLDER}\n`,
    });
  });

  test("is empty if there cannot be a cache folder", async () => {
    await using scene = await setScene();
    await scene.write(".kube", "");
    expect(await cache(scene, "list")).toMatchObject({ exitCode: 0, stdout: "" });
  });
});

describe("cache clear", () => {
  /** Other people's files in that folder, some with names much like ours. */
  const FOREIGN = [
    "README.json",
    `c1-${"0".repeat(32)}.json.bak`,
    `c1-${"0".repeat(31)}.json`,
    `c1-${"0".repeat(32)}.pem`,
  ];

  async function addForeignFiles(scene: Scene): Promise<void> {
    for (const name of FOREIGN) await scene.write(join(CACHE_FOLDER, name), "precious");
  }

  test("of one cluster and of all is a contradiction", async () => {
    await using scene = await setScene();
    const outcome = await cache(scene, "clear", "--all", "--cluster-id", "c1");
    expectRefusal(outcome, { exitCode: 2, error: "--cluster-id and --all exclude each other" });
  });

  test("--all deletes everything that this tool keeps, and nobody else's file", async () => {
    await using scene = await setCache();
    await addForeignFiles(scene);
    expect(await cache(scene, "clear", "--all")).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "deleted 2 of 2 certificates\n",
    });
    expect((await filesOf(scene)).toSorted()).toEqual(FOREIGN.toSorted());
  });

  test("--all deletes what the Go tool left there, and cache list shows it", async () => {
    await using scene = await setCache();
    const name = "c3-exec-auth-credential-v1beta1-da39a3ee5e6b4b0d3255bfef95601890afd80709.json";
    const path = await scene.write(join(CACHE_FOLDER, name), "{}");
    expect((await cache(scene, "list")).stdout).toMatch(/^c3 +go-tool /m);
    expect(await cache(scene, "clear", "--all")).toMatchObject({ stderr: "deleted 3 of 3 certificates\n" });
    expect(await Bun.file(path).exists()).toBe(false);
  });

  test("--cluster-id deletes the certificates of one cluster", async () => {
    await using scene = await setCache();
    const { production, staging } = scene.cloud.clusters;
    const { stderr } = await cache(scene, "clear", "--cluster-id", production.id);
    expect(stderr).toBe("deleted 1 of 2 certificates\n");
    for (const name of await filesOf(scene)) expect(name).toStartWith(staging.id);
  });

  test("--cluster-id of no certificate says so", async () => {
    await using scene = await setCache();
    expect(await cache(scene, "clear", "--cluster-id", "production")).toMatchObject({
      exitCode: 0,
      stderr: 'no certificate of cluster "production"\n',
    });
  });

  test("deletes what killed processes left", async () => {
    await using scene = await setCache();
    const [name = ""] = (await filesOf(scene)).map((file) => file.replace(/\..*$/, ""));
    const leftovers = ["tmp", "failure", "callers", `json.${crypto.randomUUID()}.tmp`];
    for (const ending of leftovers) await scene.write(join(CACHE_FOLDER, `${name}.${ending}`), "");
    await cache(scene, "clear", "--all");
    expect(await filesOf(scene)).toEqual([]);
  });

  test.each([[[]], [["--all", "--cluster-id", "c1"]]])(
    "with %j asks what to delete, and deletes nothing",
    async (flags) => {
      await using scene = await setCache();
      const before = await filesOf(scene);
      expect(await cache(scene, "clear", ...flags)).toMatchObject({ exitCode: 2, stdout: "" });
      expect(await filesOf(scene)).toEqual(before);
    },
  );

  test("deletes the rest if something cannot be deleted, and says what is left", async () => {
    await using scene = await setCache();
    const inTheWay = `aaa-${"0".repeat(32)}.json`;
    await mkdir(join(scene.home, CACHE_FOLDER, inTheWay));
    await writeFile(join(scene.home, CACHE_FOLDER, inTheWay.replace(".json", ".lock")), "");
    expectRefusal(await cache(scene, "clear", "--all"), { error: inTheWay, hint: "by hand" });
    expect(await filesOf(scene)).toEqual([inTheWay]);
  });
});

test("a file of somebody else's with a name like ours is neither listed nor deleted", async () => {
  await using scene = await setCache();
  const foreign = `backup-${"0".repeat(32)}.json`;
  await writeFile(join(scene.home, CACHE_FOLDER, foreign), "mine");
  expect((await cache(scene, "list")).stdout).not.toContain("backup");
  expect((await cache(scene, "clear", "--all")).exitCode).toBe(0);
  expect(await filesOf(scene)).toEqual([foreign]);
});

test("what a failed call leaves is not listed as a certificate, but deleted", async () => {
  await using scene = await setScene();
  await mkdir(join(scene.home, CACHE_FOLDER), { recursive: true });
  const left = `c1-${"0".repeat(32)}`;
  for (const kind of ["lock", "failure"]) await writeFile(join(scene.home, CACHE_FOLDER, `${left}.${kind}`), "");
  expect((await cache(scene, "list")).stderr).toContain("no certificates");
  expect((await cache(scene, "clear", "--all")).stderr).toContain("deleted 0 of 0");
  expect(await filesOf(scene)).toEqual([]);
});

describe("cache path", () => {
  test("prints the folder, and with --output json the fallbacks, too", async () => {
    await using scene = await setScene();
    const directory = `${scene.home}/${CACHE_FOLDER}`;
    expect((await cache(scene, "path")).stdout).toBe(`${directory}\n`);
    const { stdout } = await cache(scene, "path", "--output", "json");
    expect(JSON.parse(stdout)).toMatchObject({ directory, fallbacks: [expect.stringContaining("ack-ram-tool-")] });
  });
});
