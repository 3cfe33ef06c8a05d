import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startFakeCloud } from "../../tests/fakes/cloud/start-fake-cloud.ts";

// `bun smoke-test.ts [--version VERSION] [EMULATOR...] PROGRAM`: checks that a released program works on this machine.
// It gets a credential from a fake cloud, in a folder whose files would change its behaviour if Bun read them.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { version: { type: "string" } },
});
const program = positionals.map((word, index) => (index === positionals.length - 1 ? resolve(word) : word));
const directory = await mkdtemp(join(tmpdir(), "smoke-"));
const home = join(directory, "home");
await mkdir(home);
// By default, Bun sets the variables in .env, and runs the preloaded code first.
await writeFile(
  join(directory, ".env"),
  "ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI-planted\nALIBABA_CLOUD_ACCESS_KEY_SECRET=x\n",
);
await writeFile(join(directory, "bunfig.toml"), 'preload = ["./planted.ts"]\n');
await writeFile(join(directory, "planted.ts"), 'console.log("planted"); process.exit(3);\n');

// Windows programs do not start without SystemRoot; the others are for emulators.
const PASSED_ON = [
  "PATH",
  "SystemRoot",
  "LD_LIBRARY_PATH",
  "QEMU_LD_PREFIX",
  "QEMU_SET_ENV",
  "WINEPREFIX",
  "WINEDEBUG",
];
const surroundings = {
  ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  HOME: home,
  USERPROFILE: home,
  ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
};

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const child = Bun.spawn([...program, ...args], {
    cwd: directory,
    env: { ...surroundings, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { exitCode, stdout, stderr };
}

const cloud = await startFakeCloud();
try {
  const version = await run(["--version"]);
  assert.deepEqual([version.exitCode, version.stderr], [0, ""], "--version");
  assert.match(
    version.stdout,
    /^ack-ram-tool \S+ \(commit [0-9a-f]{40}, bun \d+\.\d+\.\d+, \w+\/(?:x64|arm64)\)\r?\n$/,
  );
  if (values.version !== undefined) assert.equal(version.stdout.split(" ")[1], values.version);

  const getCredential = ["credential-plugin", "get-credential", "--cluster-id", cloud.clusters.production.id];
  const planted = await run(getCredential);
  assert.deepEqual([planted.exitCode, planted.stdout], [1, ""], "a .env in the working directory must have no effect");
  assert.doesNotMatch(planted.stderr, /planted/);

  const caFile = join(directory, "ca.pem");
  await writeFile(caFile, cloud.certificateAuthorityPem);
  const credential = await run(getCredential, {
    ALIBABA_CLOUD_ACCESS_KEY_ID: cloud.identities.alice.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: cloud.identities.alice.accessKeySecret,
    ACK_RAM_TOOL_CS_ENDPOINT: cloud.addresses.cs.host,
    ACK_RAM_TOOL_STS_ENDPOINT: cloud.addresses.sts.host,
    NODE_EXTRA_CA_CERTS: caFile,
  });
  assert.equal(credential.exitCode, 0, credential.stderr);
  assert.match(credential.stdout, /"kind": "ExecCredential"[^]*-----BEGIN CERTIFICATE-----/);

  const completion = await run(["__complete", "credential-plugin", "get-credential", "--api-version", ""]);
  assert.deepEqual(completion.stdout.trim().split(/\r?\n/), ["values", "v1", "v1beta1"]);
  console.log(version.stdout.trim());
} finally {
  await cloud.stop();
  await rm(directory, { recursive: true, force: true });
}
