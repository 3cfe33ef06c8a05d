import { describe, expect, test } from "bun:test";
import { getCredential, variablesOf } from "../support/command-lines.ts";
import { BINARY } from "../support/binary.ts";
import { INI, keyFields, writeProfile } from "../support/credential-files.ts";
import { identityIn } from "../support/exec-credential.ts";
import { type Scene, setScene } from "../support/scene.ts";

const exported = (...more: readonly string[]) => ["export-credentials", ...more];

// tests/unit/export-credentials pins every byte of them.
describe("the Go tool's formats", () => {
  test("a profile is the default", async () => {
    await using scene = await setScene();
    const { alice } = scene.cloud.identities;
    expect(await scene.runExport(exported(), variablesOf(alice))).toEqual({
      exitCode: 0,
      stdout: `{\n  "mode": "AK",\n  "access_key_id": "${alice.accessKeyId}",\n  "access_key_secret": "${alice.accessKeySecret}"\n }\n`,
      stderr: "",
    });
  });

  test("ecs has the real expiration of a session, and an invented one for a key", async () => {
    await using scene = await setScene();
    const { alice } = scene.cloud.identities;
    const before = Date.now();
    const { stdout } = await scene.runExport(exported("--format", "ecs"), variablesOf(alice));
    const invented = Date.parse(JSON.parse(stdout).Expiration) - before;
    expect(invented).toBeGreaterThan(8 * 60_000);
    expect(invented).toBeLessThan(12 * 60_000);
    const role = ["--role-arn", scene.cloud.roles.ci.arn];
    const assumed = await scene.runExport(exported("--format", "ecs", ...role), variablesOf(alice));
    const { Expiration, SecurityToken } = JSON.parse(assumed.stdout);
    expect(SecurityToken).not.toBe("");
    expect(Date.parse(Expiration) - Date.now()).toBeGreaterThan(50 * 60_000);
    expect(assumed.stderr).toMatch(/^info: the credentials expire at 20\d\d-/);
  });

  test("ini is a file that this tool reads, too", async () => {
    await using scene = await setScene();
    const session = scene.cloud.openSession(scene.cloud.roles.ci);
    const { stdout } = await scene.runExport(exported("-f", "ini"), variablesOf(session));
    await scene.write(INI, stdout);
    expect(identityIn((await scene.run(getCredential(scene.cloud))).stdout)).toBe("role-ci");
  });

  test("env is lines that a shell evaluates", async () => {
    await using scene = await setScene();
    const { alice } = scene.cloud.identities;
    const line = 'eval "$(ack-ram-tool export-credentials -f env)" && ack-ram-tool "$@"';
    const stale = { ALIBABA_CLOUD_SECURITY_TOKEN: "fake-stale", ALICLOUD_SECURITY_TOKEN: "fake-stale" };
    await writeProfile(scene, { mode: "AK", ...keyFields(alice) });
    const outcome = await scene.runOther(["sh", "-c", line, "sh", ...getCredential(scene.cloud)], stale);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(identityIn(outcome.stdout)).toBe("alice");
    const { stdout } = await scene.runExport(exported("-f", "env"));
    // The Go tool writes the key's id there.
    expect(stdout).toContain(`export ALICLOUD_SECRET_KEY=${alice.accessKeySecret}\n`);
  });
});

test("no credentials are kept on disk", async () => {
  await using scene = await setScene();
  await scene.runExport(exported("--role-arn", scene.cloud.roles.ci.arn), scene.alice);
  expect(scene.newFiles().filter((path) => !path.includes("/local-"))).toEqual([]);
});

const run = (scene: Scene, argv: readonly string[], ...more: readonly string[]) =>
  scene.runExport(exported(...more, "--", ...argv), scene.alice);

describe.skipIf(process.platform === "win32")("a command with the credentials (not on Windows)", () => {
  test("gets them under the names that each SDK reads, and no others", async () => {
    await using scene = await setScene();
    const { roles } = scene.cloud;
    const { exitCode, stdout } = await scene.runExport(exported("-f", "env", "--role-arn", roles.ci.arn, "--", "env"), {
      ...scene.alice,
      ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1:1/",
    });
    expect(exitCode).toBe(0);
    const env = new Map(
      stdout.split("\n").map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)]),
    );
    const id = env.get("ALIBABA_CLOUD_ACCESS_KEY_ID") ?? "";
    expect(id).toStartWith("STS.");
    for (const name of ["ALIBABACLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY", "ALIYUN_LOG_CLI_ACCESSID"])
      expect(env.get(name)).toBe(id);
    expect(env.get("ALICLOUD_SECRET_KEY")).toBe(env.get("ALIBABA_CLOUD_ACCESS_KEY_SECRET") ?? "");
    expect(env.get("ALIYUN_LOG_CLI_STS_TOKEN")).toBe(env.get("ALIBABA_CLOUD_SECURITY_TOKEN") ?? "");
    expect(env.get("ALIBABACLOUD_IGNORE_PROFILE")).toBe("TRUE");
    expect(env.has("ALIBABA_CLOUD_CREDENTIALS_URI")).toBe(false);
  });

  test.each([
    ["0", ["true"], 0],
    ["3", ["sh", "-c", "exit 3"], 3],
    ["that of a signal", ["sh", "-c", "kill -TERM $$"], 143],
  ])("passes its exit code on: %s", async (_, argv, exitCode) => {
    await using scene = await setScene();
    expect(await run(scene, argv)).toMatchObject({ exitCode, stderr: "" });
  });

  test("has the standard streams", async () => {
    await using scene = await setScene();
    const line = "echo in | ack-ram-tool export-credentials -- sh -c 'read x; echo \"$x out\"; echo err >&2'";
    const outcome = await scene.runOther(["sh", "-c", line], scene.alice);
    expect(outcome).toEqual({ exitCode: 0, stdout: "in out\n", stderr: "err\n" });
  });

  test("gets a signal passed on, and is waited for", async () => {
    await using scene = await setScene();
    const script = "trap 'echo got it; exit 7' TERM; echo ready; for _ in $(seq 100); do sleep 0.1; done";
    const child = Bun.spawn([BINARY, ...exported("--", "sh", "-c", script)], {
      env: { ...scene.env, ...scene.alice },
      stdout: "pipe",
    });
    const reader = child.stdout.getReader();
    await reader.read();
    child.kill("SIGTERM");
    expect(await child.exited).toBe(7);
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe("got it\n");
  });

  test.each([
    [
      "if it does not exist",
      ["no-such-program-here"],
      1,
      /the program no-such-program-here could not be started: there is no such program/,
    ],
    ["with a format that does not fit", ["true"], 2, /--format ini cannot be used with a command/],
  ])("is an error %s", async (_, argv, exitCode, error) => {
    await using scene = await setScene();
    const outcome = await run(scene, argv, ...(exitCode === 2 ? ["-f", "ini"] : []));
    expect(outcome).toMatchObject({ exitCode, stdout: "" });
    expect(outcome.stderr).toMatch(error);
  });
});

describe("a profile whose process_command is this command", () => {
  test("for another profile gives that one's credentials, to the official client, too", async () => {
    await using scene = await setScene();
    const { alice } = scene.cloud.identities;
    await writeProfile(
      scene,
      { mode: "External", process_command: `${BINARY} export-credentials --profile-name keys` },
      { name: "keys", mode: "AK", ...keyFields(alice) },
    );
    expect(identityIn((await scene.run(getCredential(scene.cloud))).stdout)).toBe("alice");
    const program = `
      const { default: Credential } = require("@alicloud/credentials");
      new Credential().getCredential().then((it) => console.log(it.accessKeyId));
    `;
    const official = Bun.spawnSync(["node", "-e", program], {
      cwd: import.meta.dir,
      env: { ...scene.env, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true", PATH: process.env["PATH"] ?? "" },
    });
    expect(official.stderr.toString()).toBe("");
    expect(official.stdout.toString()).toBe(`${alice.accessKeyId}\n`);
  });

  test.each([
    ["directly", `${BINARY} export-credentials`],
    ["through a shell", `sh -c 'exec ${BINARY} export-credentials --profile-name default'`],
  ])("with the same profile is a cycle, and one clear error: %s", async (_, command) => {
    await using scene = await setScene();
    await writeProfile(scene, { mode: "External", process_command: command });
    const { exitCode, stdout, stderr } = await scene.run(exported());
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(
      /^error: profile "default" in .*: the program \S+ asks for the credentials of this same profile\nhint: /,
    );
    expect(stderr.split("\n")).toHaveLength(3);
  });
});
