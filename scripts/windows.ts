import assert from "node:assert/strict";
import { mkdir, readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "bun";
import { startFakeProxy } from "../tests/fakes/proxy/start-fake-proxy.ts";
import { CONFIG, handWritten, writeProfile } from "../tests/support/credential-files.ts";
import { type Scene, setScene, type Variables } from "../tests/support/scene.ts";
import { runtimePath } from "./release/runtime-path.ts";
import { step } from "./release/step.ts";
import { findTarget } from "./release/targets.ts";
import { underWine, WINE_PREFIX } from "./release/wine.ts";

// `bun run windows`: the compiled Windows program under Wine, against the fake cloud. Wine is not Windows: the
// release's workflow also runs the smoke test on a real one.

const root = join(import.meta.dir, "..");
const program = join(root, "dist/windows-x64/ack-ram-tool.exe");
const profile = join(WINE_PREFIX, "drive_c/users", (await $`id -un`.text()).trim());

// Scenes check file modes. Windows programs set none, so their files get those of this umask.
process.umask(0o077);
const emulation = await underWine();
if ("impossible" in emulation) {
  console.error(`not run: ${emulation.impossible}`);
  process.exit(1);
}
const { prefix, env: wineEnv } = emulation;

// Starts Wine's servers first: if a program started them, they would keep its output open after it was killed.
const keeper = Bun.spawn([...prefix, "cmd"], {
  env: { ...process.env, ...wineEnv },
  stdin: "pipe",
  stdout: "ignore",
  stderr: "ignore",
});
await Bun.sleep(3000);

await step("build", async () => {
  const compile = ["scripts/release/compile.ts", "--target", "windows-x64", "--outfile", program];
  await $`bun scripts/release/install-runtimes.ts`.cwd(root).quiet();
  await $`bun ${compile} --version 0.0.0-wine --commit ${"0".repeat(40)}`.cwd(root).quiet();
});

await step("its version resource is ours", async () => {
  const file = Buffer.from(await Bun.file(program).arrayBuffer());
  for (const text of ["OriginalFilename\0ack-ram-tool.exe", "ProductName\0\0ack-ram-tool"]) {
    assert.ok(file.includes(Buffer.from(text, "utf16le")), `${text} is missing`);
  }
  assert.ok(!file.includes(Buffer.from("OriginalFilename\0bun", "utf16le")));
});

// Wine 8 can neither remove the folders that file tests create, nor walk through this project's folder.
await step("unit tests, except those of files, processes and the architecture", async () => {
  const bun = await runtimePath(findTarget("windows-x64"));
  const folders = (await readdir(join(root, "tests/unit"))).filter(
    (name) => !["world", "fakes", "architecture.test.ts"].includes(name),
  );
  await rm(profile, { recursive: true, force: true });
  await mkdir(join(profile, "Temp"), { recursive: true });
  await $`${prefix} ${bun} test ${folders.map((name) => `tests/unit/${name}`)}`
    .cwd(root)
    .env({ ...process.env, ...wineEnv })
    .quiet();
});

/** Runs the program, or another command, as this scene's user. */
async function run(scene: Scene, argv: readonly string[], variables: Variables = {}, command = [program]) {
  return await scene.runOther([...prefix, ...command, ...argv], { ...wineEnv, ...variables });
}

/** A step in its own scene, as alice. */
async function inScene(name: string, act: (scene: Scene, alice: Variables) => Promise<void>): Promise<void> {
  await step(name, async () => {
    await using scene = await setScene();
    // Wine does not pass HOME and USERPROFILE to programs, so its own profile folder becomes the scene's home.
    await rm(profile, { recursive: true, force: true });
    await symlink(scene.home, profile);
    const { accessKeyId, accessKeySecret } = scene.cloud.identities.alice;
    await act(scene, {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    });
  });
}

const getCredential = ({ cloud }: Scene) => ["credential-plugin", "get-credential", "-c", cloud.clusters.production.id];
const getKubeconfig = ({ cloud }: Scene) => ["credential-plugin", "get-kubeconfig", "-c", cloud.clusters.production.id];
const SILENT = { exitCode: 0, stderr: "" };

try {
  await inScene("a cold call, then a hit with the same bytes and without the cloud", async (scene, alice) => {
    const cold = await run(scene, getCredential(scene), alice);
    assert.deepEqual({ ...cold, stdout: "" }, { ...SILENT, stdout: "" });
    assert.deepEqual(await run(scene, getCredential(scene), alice), cold);
    assert.equal(scene.cloud.requests.count("cs"), 1);
  });

  await inScene("12 at once on a cold cache: one call", async (scene, alice) => {
    const all = await Promise.all(Array.from({ length: 12 }, () => run(scene, getCredential(scene), alice)));
    for (const { exitCode, stderr } of all) assert.deepEqual({ exitCode, stderr }, SILENT);
    assert.equal(scene.cloud.requests.count("cs"), 1);
  });

  await inScene("12 forced refreshes at once, no warning", async (scene, alice) => {
    const argv = [...getCredential(scene), "--force-refresh"];
    const all = await Promise.all(Array.from({ length: 12 }, () => run(scene, argv, alice)));
    for (const { exitCode, stderr } of all) assert.deepEqual({ exitCode, stderr }, SILENT);
  });

  await inScene("killed at any moment, the next call works", async (scene, alice) => {
    for (const ms of [20, 50, 100, 150, 200, 300]) {
      const child = Bun.spawn([...prefix, program, ...getCredential(scene), "--force-refresh"], {
        env: { ...scene.env, ...wineEnv, ...alice },
        stdio: ["ignore", "ignore", "ignore"],
      });
      await Bun.sleep(ms);
      child.kill("SIGKILL");
      await child.exited;
      const { exitCode, stderr } = await run(scene, getCredential(scene), alice);
      assert.deepEqual({ exitCode, stderr }, SILENT, `killed after ${ms} ms`);
    }
  });

  await inScene("get-kubeconfig --write, new, again, and beside other entries", async (scene, alice) => {
    const file = join(scene.home, ".kube/config");
    for (const id of Object.values(scene.cloud.clusters).map((cluster) => cluster.id)) {
      const argv = ["credential-plugin", "get-kubeconfig", "-c", id, "--write"];
      for (const round of [1, 2]) {
        const { exitCode, stderr } = await run(scene, argv, alice);
        assert.equal(exitCode, 0, `${id}, round ${round}: ${stderr}`);
      }
      assert.ok((await Bun.file(file).text()).includes(id), `${id} is in the kubeconfig`);
    }
    assert.deepEqual(leftBehind(scene), []);
  });

  await inScene("a kubeconfig that another program has open for a second is replaced", async (scene, alice) => {
    await run(scene, [...getKubeconfig(scene), "--write"], alice);
    const before = await Bun.file(join(scene.home, ".kube/config")).text();
    // A redirection keeps the file open, so nobody can delete or replace it meanwhile.
    const path = `Z:${join(scene.home, ".kube/config").replaceAll("/", "\\")}`;
    const holder = run(scene, [], alice, ["cmd", "/c", `ping -n 2 127.0.0.1 < ${path}`]);
    await Bun.sleep(500);
    const argv = [...getKubeconfig(scene), "--write", "--context-name", "other"];
    const { exitCode, stderr } = await run(scene, argv, alice);
    assert.equal(exitCode, 0, stderr);
    await holder;
    assert.notEqual(await Bun.file(join(scene.home, ".kube/config")).text(), before);
  });

  await inScene("a renewed OAuth sign-in is saved, once", async (scene) => {
    const login = scene.cloud.signInWithOAuth(scene.cloud.roles.ci, -60);
    const before = handWritten({
      mode: "OAuth",
      oauth_site_type: "INTL",
      oauth_access_token: login.accessToken,
      oauth_refresh_token: login.refreshToken,
      oauth_access_token_expire: Math.floor(login.accessTokenExpiresAt / 1000),
    });
    const config = await scene.write(CONFIG, before);
    const { exitCode, stderr } = await run(scene, getCredential(scene));
    assert.deepEqual({ exitCode, stderr }, SILENT);
    assert.notEqual(await Bun.file(config).text(), before);
    await run(scene, [...getCredential(scene), "--force-refresh"]);
    assert.equal(scene.cloud.requests.count("oauth", "Token"), 1);
    assert.deepEqual(leftBehind(scene), []);
  });

  await inScene("External: a program's answer", async (scene) => {
    await writeProfile(scene, { mode: "External", process_command: `cmd /c type ${await answerFile(scene)}` });
    const { exitCode, stderr } = await run(scene, getCredential(scene));
    assert.deepEqual({ exitCode, stderr }, SILENT);
  });

  await inScene("External: a program that leaves a child holds nobody up", async (scene) => {
    const file = await answerFile(scene);
    const command = `cmd /c "start /b ping -n 30 127.0.0.1 & type ${file}"`;
    await writeProfile(scene, { mode: "External", process_command: command });
    const start = performance.now();
    // A caller that reads the output to its end, as kubectl does, waits for every process that has it open.
    const { exitCode, stderr } = await run(scene, [...getCredential(scene), "--timeout", "10s"]);
    assert.deepEqual({ exitCode, stderr }, SILENT);
    const seconds = (performance.now() - start) / 1000;
    assert.ok(seconds < 12, `--timeout 10s took ${seconds.toFixed(1)} s`);
  });

  await inScene("through a proxy", async (scene, alice) => {
    await using proxy = await startFakeProxy();
    const variables = { ...alice, HTTPS_PROXY: `http://${proxy.host}` };
    const { exitCode, stderr } = await run(scene, getCredential(scene), variables);
    assert.deepEqual({ exitCode, stderr }, SILENT);
    assert.notEqual(proxy.requests.length, 0);
  });

  await inScene("doctor", async (scene, alice) => {
    const { exitCode, stdout, stderr } = await run(scene, ["doctor", "-c", scene.cloud.clusters.production.id], alice);
    assert.equal(exitCode, 0, stdout + stderr);
  });
} catch {
  // The failed step has printed the reason.
  process.exitCode = 1;
} finally {
  keeper.kill();
}

/** Files left by an interrupted or failed change. SQLite's lock files are not among them: they always stay. */
function leftBehind(scene: Scene): readonly string[] {
  return scene.newFiles().filter((name) => /(?:\.tmp|config\.lock)$/.test(name));
}

/** Writes alice's key as the output of an External program. @returns the file's path, in Windows form */
async function answerFile(scene: Scene): Promise<string> {
  const { accessKeyId, accessKeySecret } = scene.cloud.identities.alice;
  const answer = { mode: "AK", access_key_id: accessKeyId, access_key_secret: accessKeySecret };
  const path = await scene.write("answer.json", JSON.stringify(answer));
  return `Z:${path.replaceAll("/", "\\")}`;
}
