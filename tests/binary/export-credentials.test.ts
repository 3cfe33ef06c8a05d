import { describe, expect, test } from "bun:test";
import { getCredential, variablesOf } from "../support/command-lines.ts";
import { BINARY } from "../support/binary.ts";
import { INI, keyFields, writeProfile } from "../support/credential-files.ts";
import { identityIn } from "../support/exec-credential.ts";
import { type Scene, setScene } from "../support/scene.ts";

const exported = (...more: readonly string[]) => ["export-credentials", ...more];

/** The outputs are the Go tool's own (e34e2551), byte for byte, but where it is wrong. */
describe("the Go tool's formats", () => {
  test.each(["aliyun-cli-config-json", undefined])("%s: a profile", async (format) => {
    await using scene = await setScene();
    const { alice } = scene.cloud.identities;
    const argv = exported(...(format === undefined ? [] : ["-f", format]));
    expect(await scene.runExport(argv, variablesOf(alice))).toEqual({
      exitCode: 0,
      stdout: `{\n  "mode": "AK",\n  "access_key_id": "${alice.accessKeyId}",\n  "access_key_secret": "${alice.accessKeySecret}"\n }\n`,
      stderr: "",
    });
    const session = scene.cloud.openSession(scene.cloud.roles.ci);
    expect((await scene.runExport(argv, variablesOf(session))).stdout).toBe(
      `{\n  "mode": "StsToken",\n  "access_key_id": "${session.accessKeyId}",\n  "access_key_secret": "${session.accessKeySecret}",\n  "sts_token": "${session.securityToken}"\n }\n`,
    );
  });

  test.each(["ecs"])("%s: an answer, with the real end where there is one", async (format) => {
    await using scene = await setScene();
    const { alice } = scene.cloud.identities;
    const before = Date.now();
    const { stdout } = await scene.runExport(exported("--format", format), variablesOf(alice));
    expect(stdout).toMatch(
      /^\{\n {2}"Code": "Success",\n {2}"AccessKeyId": ".*",\n {2}"AccessKeySecret": ".*",\n {2}"SecurityToken": "",\n {2}"Expiration": "20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"\n \}\n$/,
    );
    const invented = Date.parse(JSON.parse(stdout).Expiration) - before;
    expect(invented).toBeGreaterThan(8 * 60_000);
    expect(invented).toBeLessThan(12 * 60_000);
    const role = ["--role-arn", scene.cloud.roles.ci.arn];
    const assumed = await scene.runExport(exported("--format", format, ...role), variablesOf(alice));
    const { Expiration, SecurityToken } = JSON.parse(assumed.stdout);
    expect(SecurityToken).not.toBe("");
    expect(Date.parse(Expiration) - Date.now()).toBeGreaterThan(50 * 60_000);
    expect(assumed.stderr).toMatch(/^info: the credentials expire at 20\d\d-/);
  });

  test.each(["ini"])("%s: a file that every reader takes, this tool too", async (format) => {
    await using scene = await setScene();
    const session = scene.cloud.openSession(scene.cloud.roles.ci);
    const { stdout } = await scene.runExport(exported("-f", format), variablesOf(session));
    expect(stdout).toStartWith("[default]\nenable = true\ntype = sts\naccess_key_id = ");
    expect(stdout).toContain(`\nsecurity_token = ${session.securityToken}\nsts_token = ${session.securityToken}\n`);
    await scene.write(INI, stdout);
    expect(identityIn((await scene.run(getCredential(scene.cloud))).stdout)).toBe("role-ci");
  });

  test.each(["env"])("%s: lines that a shell evaluates", async (format) => {
    await using scene = await setScene();
    const { alice } = scene.cloud.identities;
    const line = `eval "$(ack-ram-tool export-credentials -f ${format})" && ack-ram-tool "$@"`;
    const stale = { ALIBABA_CLOUD_SECURITY_TOKEN: "fake-stale", ALICLOUD_SECURITY_TOKEN: "fake-stale" };
    await writeProfile(scene, { mode: "AK", ...keyFields(alice) });
    const outcome = await scene.runOther(["sh", "-c", line, "sh", ...getCredential(scene.cloud)], stale);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(identityIn(outcome.stdout)).toBe("alice");
    const { stdout } = await scene.runExport(exported("-f", format));
    // The Go tool writes the key's id there.
    expect(stdout).toContain(`export ALICLOUD_SECRET_KEY=${alice.accessKeySecret}\n`);
  });

  test("an unknown format is a usage error", async () => {
    await using scene = await setScene();
    const { exitCode, stderr } = await scene.run(exported("-f", "yaml"), variablesOf(scene.cloud.identities.alice));
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--format");
  });
});

test("no credentials are kept on disk", async () => {
  await using scene = await setScene();
  await scene.runExport(exported("--role-arn", scene.cloud.roles.ci.arn), variablesOf(scene.cloud.identities.alice));
  expect(scene.newFiles().filter((path) => !path.includes("/local-"))).toEqual([]);
});

const run = (scene: Scene, argv: readonly string[], ...more: readonly string[]) =>
  scene.runExport(exported(...more, "--", ...argv), variablesOf(scene.cloud.identities.alice));

describe.skipIf(process.platform === "win32")("a command gets them in its environment (not on Windows)", () => {
  test("under the names that each SDK reads, and no other credentials", async () => {
    await using scene = await setScene();
    const { roles } = scene.cloud;
    const { exitCode, stdout } = await scene.runExport(exported("-f", "env", "--role-arn", roles.ci.arn, "--", "env"), {
      ...variablesOf(scene.cloud.identities.alice),
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
  ])("its exit code is passed on: %s", async (_, argv, exitCode) => {
    await using scene = await setScene();
    expect(await run(scene, argv)).toMatchObject({ exitCode, stderr: "" });
  });

  test("it has the standard streams", async () => {
    await using scene = await setScene();
    const line = "echo in | ack-ram-tool export-credentials -- sh -c 'read x; echo \"$x out\"; echo err >&2'";
    const outcome = await scene.runOther(["sh", "-c", line], variablesOf(scene.cloud.identities.alice));
    expect(outcome).toEqual({ exitCode: 0, stdout: "in out\n", stderr: "err\n" });
  });

  test("a signal is passed on to it, and its end is awaited", async () => {
    await using scene = await setScene();
    const script = "trap 'echo got it; exit 7' TERM; echo ready; while :; do sleep 0.1; done";
    const child = Bun.spawn([BINARY, ...exported("--", "sh", "-c", script)], {
      env: { ...scene.env, ...variablesOf(scene.cloud.identities.alice) },
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
      "that is not there",
      ["no-such-program-here"],
      1,
      /the program no-such-program-here could not be started: there is no such program/,
    ],
    ["and a format that does not fit", ["true"], 2, /--format ini cannot be used with a command/],
  ])("one %s is an error", async (_, argv, exitCode, error) => {
    await using scene = await setScene();
    const outcome = await run(scene, argv, ...(exitCode === 2 ? ["-f", "ini"] : []));
    expect(outcome).toMatchObject({ exitCode, stdout: "" });
    expect(outcome.stderr).toMatch(error);
  });
});

describe("a profile whose process_command is this command", () => {
  test("of another profile gives that one's credentials, to the official client too", async () => {
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
