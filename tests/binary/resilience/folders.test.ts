import { describe, expect, test, setDefaultTimeout } from "bun:test";
import { chmod, chown, mkdir, rm, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BINARY } from "../../support/binary.ts";
import { CACHE_FOLDER, cacheFile, cachedEntry, changeEntry } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { AS_KUBECTL } from "../../support/exec-credential.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const uid = process.getuid?.() ?? 0;
const NOBODY = 65534;

function ask(scene: Scene, variables: Variables = {}, ...flags: string[]) {
  return scene.run(getCredential(scene.cloud, ...flags), {
    ...scene.alice,
    ...variables,
  });
}

/** Certificates on the machine, below `home` or `tmp`. */
function entries(scene: Scene): string[] {
  return scene.newFiles().filter((path) => path.endsWith(".json"));
}

function expectOneEntry(scene: Scene, folder: string): void {
  expect(entries(scene)).toHaveLength(1);
  expect(entries(scene)[0]).toStartWith(folder);
}

/** Two calls print the same certificate for one request: the first one says what it does (or nothing), the second one nothing. */
async function expectKept(scene: Scene, said: string | RegExp, variables: Variables = {}): Promise<void> {
  const requests = scene.cloud.requests.count("cs");
  const first = await ask(scene, variables);
  expect(first.exitCode).toBe(0);
  expect(first.stderr).toMatch(said);
  expect(await ask(scene, variables)).toEqual({ ...first, stderr: "" });
  expect(scene.cloud.requests.count("cs") - requests).toBe(1);
}

const FELL_BACK = /^info: \S+ cannot be used \([^)]+\): caching certificates in \S+\n$/;

describe("if the usual folder is unusable, another one is used, with one message", () => {
  test("HOME is unset", async () => {
    await using scene = await setScene();
    await expectKept(scene, /^$/, { HOME: undefined });
    expectOneEntry(scene, `tmp/ack-ram-tool-${uid}/`);
  });

  test("HOME is unset and there is an XDG cache folder", async () => {
    await using scene = await setScene();
    await expectKept(scene, /^$/, { HOME: undefined, XDG_CACHE_HOME: `${scene.home}/xdg` });
    expectOneEntry(scene, "home/xdg/ack-ram-tool/credential-plugin/");
  });

  test("--credential-cache-dir is longer than a path can be", async () => {
    await using scene = await setScene();
    const { stdout, stderr, exitCode } = await ask(scene, {}, "--credential-cache-dir", `/${"x/".repeat(4000)}`);
    expect({ exitCode, stdout: JSON.parse(stdout) }).toMatchObject({ exitCode: 0, stdout: { kind: "ExecCredential" } });
    expect(stderr).toMatch(/^(info|warning): \/x\/\S+ cannot be used \(ENAMETOOLONG\)/);
  });

  test.each(["", ".kube", ".kube/cache", CACHE_FOLDER])("a file is where the folder %j should be", async (name) => {
    await using scene = await setScene();
    const path = join(scene.home, name);
    await rm(path, { recursive: true, force: true });
    await mkdir(dirname(path), { recursive: true });
    await Bun.write(path, "in the way");
    await expectKept(scene, FELL_BACK);
    expectOneEntry(scene, "tmp/");
    expect(await Bun.file(path).text()).toBe("in the way");
  });

  test.each([0o770, 0o777])("a folder that others can write to (mode %#)", async (mode) => {
    await using scene = await setScene();
    const folder = join(scene.home, CACHE_FOLDER);
    await mkdir(folder, { recursive: true });
    await chmod(folder, mode);
    await expectKept(scene, FELL_BACK);
    expectOneEntry(scene, "tmp/");
  });

  test.skipIf(uid !== 0)("another user's folder (skipped unless run by root)", async () => {
    await using scene = await setScene();
    const folder = join(scene.home, CACHE_FOLDER);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chown(folder, NOBODY, NOBODY);
    await expectKept(scene, FELL_BACK);
    expectOneEntry(scene, "tmp/");
  });

  test("without any usable folder there is a warning, and the certificate all the same", async () => {
    await using scene = await setScene();
    await Bun.write(join(scene.home, ".kube"), "");
    for (let times = 1; times <= 2; times += 1) {
      const { exitCode, stdout, stderr } = await ask(scene, { TMPDIR: `${scene.home}/.kube` });
      expect(exitCode).toBe(0);
      expect(stdout).toContain("BEGIN CERTIFICATE");
      expect(stderr).toStartWith("warning: certificates cannot be cached, so every call asks the API: ");
      expect(scene.cloud.requests.count("cs")).toBe(times);
    }
  });
});

test("a link to a private folder is followed", async () => {
  await using scene = await setScene();
  await mkdir(join(scene.home, "elsewhere"), { mode: 0o700 });
  await mkdir(dirname(join(scene.home, CACHE_FOLDER)), { recursive: true });
  await symlink(join(scene.home, "elsewhere"), join(scene.home, CACHE_FOLDER));
  await expectKept(scene, /^$/);
  expect(entries(scene)).toContainEqual(expect.stringContaining("home/elsewhere/"));
});

test("a link in place of the certificate is replaced, and what it points to stays as it is", async () => {
  await using scene = await setScene();
  await ask(scene);
  const [entry = ""] = entries(scene);
  const path = join(dirname(scene.home), entry);
  await rm(path);
  const target = await scene.write("precious", "precious");
  await symlink(target, path);
  await expectKept(scene, /^$/);
  expect(await Bun.file(target).text()).toBe("precious");
});

test("a folder in place of the certificate costs an API call each time, and a warning", async () => {
  await using scene = await setScene();
  await ask(scene);
  const [entry = ""] = entries(scene);
  const path = join(dirname(scene.home), entry);
  await rm(path);
  await mkdir(path);
  const { exitCode, stderr } = await ask(scene);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringMatching(/^warning: the certificate could not be cached, .* \(it is a directory at \S+\)\n$/),
  });
});

test.each(["000", "022", "077"])("with umask %s files are 0600 and folders 0700", async (umask) => {
  await using scene = await setScene();
  const { cloud } = scene;
  const line = getCredential(cloud).join(" ");
  const variables = { ...scene.alice, ...AS_KUBECTL };
  for (let times = 0; times < 2; times += 1) {
    const shell = ["/bin/sh", "-c", `umask ${umask}; exec ${BINARY} ${line}`];
    expect(await scene.runOther(shell, variables)).toMatchObject({ exitCode: 0, stderr: "" });
  }
  expect(await cacheFile(scene, ".callers")).toBeDefined();
  const files = scene.newFiles().map((path) => join(dirname(scene.home), path));
  const folders = [".kube", ".kube/cache", ".kube/cache/ack-ram-tool", CACHE_FOLDER].map((name) =>
    join(scene.home, name),
  );
  for (const path of files) expect([path, (await stat(path)).mode & 0o777]).toEqual([path, 0o600]);
  for (const path of folders) expect([path, (await stat(path)).mode & 0o777]).toEqual([path, 0o700]);
});

/** Another user, who may read this program and its libraries but owns nothing else. */
const asNobody = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
const canBeNobody =
  uid === 0 && Bun.which("setpriv") !== null && Bun.spawnSync([...asNobody, BINARY, "--version"]).success;

async function askAsNobody(scene: Scene) {
  const variables = scene.alice;
  return await scene.runOther([...asNobody, BINARY, ...getCredential(scene.cloud)], variables);
}

/** Makes everything on the machine nobody's. */
async function giveAway(scene: Scene): Promise<void> {
  await scene.runOther(["chown", "-R", String(NOBODY), dirname(scene.home)]);
}

describe.skipIf(!canBeNobody)("without root's rights (skipped where they cannot be given up)", () => {
  test("a read-only folder with an old certificate in it: the new one is cached and found elsewhere", async () => {
    await using scene = await setScene();
    await giveAway(scene);
    expect((await askAsNobody(scene)).exitCode).toBe(0);
    await changeEntry(scene, (entry) => ({
      ...entry,
      issuedAt: 0,
      certificate: { ...entry.certificate, notBefore: 0, notAfter: 1, expiresAt: 1 },
    }));
    await chmod(join(scene.home, CACHE_FOLDER), 0o500);

    const first = await askAsNobody(scene);
    expect(first.exitCode).toBe(0);
    expect(first.stderr).toMatch(/^info: \S+ cannot be used \(EACCES\): caching certificates in \S+\n$/);
    expect(await askAsNobody(scene)).toEqual({ ...first, stderr: "" });
    expect(scene.cloud.requests.count("cs")).toBe(2);
    expect((await cachedEntry(scene))?.issuedAt).toBe(0);
  });

  test("a home directory that cannot be written to", async () => {
    await using scene = await setScene();
    await giveAway(scene);
    await chmod(scene.home, 0o500);
    const first = await askAsNobody(scene);
    expect(first.stderr).toMatch(FELL_BACK);
    expect(await askAsNobody(scene)).toEqual({ ...first, stderr: "" });
    expect(scene.cloud.requests.count("cs")).toBe(1);
  });
});
