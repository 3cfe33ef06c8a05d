import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tryLock } from "../../../src/world/sqlite-lock.ts";
import type { Outcome } from "../../support/binary.ts";
import { CACHE_FOLDER } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { CONFIG, INI, keyFields, podVariables, writeProfile, writeScript } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { oauthSignIn } from "../../support/oauth-profile.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(20_000);

/** On top of `--timeout`: a busy machine takes its time to start a program. */
const GENEROUS_MS = 5000;

const hasPipes = process.platform !== "win32";
const reason = hasPipes ? "" : " (not on Windows, which has no pipes among files)";

/** A pipe into which nobody writes. */
function makePipe(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  Bun.spawnSync(["mkfifo", "-m", "600", path]);
  return path;
}

/** Runs with `--timeout 2s`, and checks that it ends in time. */
async function inTwoSeconds(scene: Scene, argv: readonly string[], variables: Variables = {}): Promise<Outcome> {
  const began = performance.now();
  const outcome = await scene.run([...argv, "--timeout", "2s"], variables);
  expect(performance.now() - began).toBeLessThan(2000 + GENEROUS_MS);
  return outcome;
}

interface Input {
  readonly path: string;
  readonly variables?: Variables;
}

describe.skipIf(!hasPipes)(`a file that never ends${reason}`, () => {
  test.each<[string, (scene: Scene) => Promise<Input> | Input]>([
    ["config.json", (scene) => ({ path: makePipe(join(scene.home, CONFIG)) })],
    ["INI file", (scene) => ({ path: makePipe(join(scene.home, INI)) })],
    [
      "OIDC token",
      async (scene) => {
        const path = makePipe(join(scene.home, "token"));
        return { path, variables: { ...(await podVariables(scene)), ALIBABA_CLOUD_OIDC_TOKEN_FILE: path } };
      },
    ],
  ])("in place of the %s ends the command in time, and is named", async (_, prepare) => {
    await using scene = await setScene();
    const { path, variables } = await prepare(scene);
    const outcome = await inTwoSeconds(scene, getCredential(scene.cloud), variables);
    expectRefusal(outcome, { error: `reading ${path} did not end in time (--timeout 2s)`, hint: "--timeout" });
    expect(scene.cloud.requests.count()).toBe(0);
  });

  test.each(["json", "lock", "failure", "callers", "tmp"])(
    "in the place of the cache's .%s blocks no call",
    async (kind) => {
      await using scene = await setScene();
      await scene.run(getCredential(scene.cloud), scene.alice);
      const lock = scene.newFiles().find((path) => path.endsWith(".lock")) ?? "";
      const path = join(scene.home, lock.replace("home/", "").replace(/lock$/, kind));
      expect(path).toContain(CACHE_FOLDER);
      Bun.spawnSync(["rm", "-f", path]);
      makePipe(path);
      for (const flags of [[], ["--force-refresh"]]) {
        const argv = getCredential(scene.cloud, ...flags);
        expect((await inTwoSeconds(scene, argv, scene.alice)).exitCode).toBe(0);
      }
    },
  );

  test("in the place of the sign-in's lock blocks no call", async () => {
    await using scene = await setScene();
    const file = await oauthSignIn(scene, -60);
    makePipe(`${file}.ack-ram-tool.lock`);
    expect((await scene.run(getCredential(scene.cloud, "--timeout", "8s"))).exitCode).toBe(0);
  });
});

describe("a CA file that is of no use to the runtime", () => {
  const OTHER = { NODE_EXTRA_CA_CERTS: "SSL_CERT_FILE", SSL_CERT_FILE: "NODE_EXTRA_CA_CERTS" } as const;
  const forms: readonly (readonly [string, (scene: Scene, pem: string) => string | Promise<string>, string])[] = [
    ["a pipe", (scene) => makePipe(join(scene.home, "ca")), "is a pipe or a device"],
    ["a device", () => "/dev/zero", "is a pipe or a device"],
    ["a folder", (scene) => scene.home, "cannot be read (it is a directory)"],
    ["not there", (scene) => join(scene.home, "nowhere.pem"), "cannot be read (no such file)"],
    ["no PEM", (scene) => scene.write("ca", "fake\n"), "has no certificate in PEM"],
    ["empty", (scene) => scene.write("ca", ""), "has no certificate in PEM"],
    [
      "behind a byte order mark",
      (scene, pem) => scene.write("ca", `\uFEFF${pem}`),
      "has a certificate that is not strict PEM",
    ],
    [
      "indented",
      (scene, pem) => scene.write("ca", pem.replaceAll(/^/gm, "  ")),
      "has a certificate that is not strict PEM",
    ],
    [
      "damaged in one of its certificates",
      (scene, pem) => scene.write("ca", `${pem}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`),
      "has a damaged certificate (number 2 of 2)",
    ],
  ];
  const rows = Object.keys(OTHER).flatMap((variable) =>
    forms.map(([name, make, problem]) => [variable, name, make, problem] as const),
  );

  test.skipIf(!hasPipes).each(rows)(
    `%s, %s, is one warning, and nothing hangs${reason}`,
    async (variable, _, make, problem) => {
      await using scene = await setScene();
      const pem = scene.cloud.certificateAuthorityPem;
      const path = await make(scene, pem);
      const trusted = await scene.write("trusted.pem", pem);
      const other = variable === "SSL_CERT_FILE" ? OTHER.SSL_CERT_FILE : OTHER.NODE_EXTRA_CA_CERTS;
      const variables = {
        ...scene.alice,
        NODE_EXTRA_CA_CERTS: undefined,
        [variable]: path,
        [other]: trusted,
      };
      const { exitCode, stderr } = await inTwoSeconds(scene, getCredential(scene.cloud), variables);
      const warnings = stderr.split("\n").filter((line) => line !== "");
      expect(warnings).toEqual([expect.stringContaining(`warning: ${variable} names ${path}, which ${problem}`)]);
      expect(exitCode).toBe(0);
    },
  );

  test.skipIf(!hasPipes).each(Object.keys(OTHER))(
    `a pipe in %s does not hang the doctor, either${reason}`,
    async (variable) => {
      await using scene = await setScene();
      const path = makePipe(join(scene.home, "ca"));
      const { stdout } = await inTwoSeconds(scene, ["doctor", "-c", scene.cloud.clusters.production.id], {
        ...scene.alice,
        [variable]: path,
      });
      expect(stdout).toContain(`${variable} names ${path}, which is a pipe or a device`);
    },
  );
});

describe("a program of mode External", () => {
  test.skipIf(!hasPipes)(`is done when it ends, even if a child holds its output open${reason}`, async () => {
    await using scene = await setScene();
    const profile = JSON.stringify({ mode: "AK", ...keyFields(scene.cloud.identities.alice) });
    const script = await writeScript(
      scene,
      `setsid sleep 600 & echo $! > '${scene.home}/child'`,
      "sleep 0.3",
      `echo '${profile}'`,
    );
    await writeProfile(scene, { mode: "External", process_command: `"${script}"` });
    const outcome = await inTwoSeconds(scene, getCredential(scene.cloud));
    process.kill(Number(await Bun.file(`${scene.home}/child`).text()));
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(identityIn(outcome.stdout)).toBe("alice");
  });

  test.skipIf(!hasPipes)(`that does not end is named with the limit as it was given${reason}`, async () => {
    await using scene = await setScene();
    const script = await writeScript(scene, "exec sleep 600");
    await writeProfile(scene, { mode: "External", process_command: `"${script}"` });
    expectRefusal(await inTwoSeconds(scene, getCredential(scene.cloud)), {
      error: /the program .* did not end in time \(--timeout 2s\) and was killed/,
    });
  });
});

test("a sign-in's lock that another process holds is named, and no host that was never asked", async () => {
  await using scene = await setScene();
  const lock = `${await oauthSignIn(scene, -60)}.ack-ram-tool.lock`;
  writeFileSync(lock, "", { mode: 0o600 });
  const held = tryLock(lock);
  const outcome = await inTwoSeconds(scene, getCredential(scene.cloud));
  if (held.state === "held") held.release();
  expectRefusal(outcome, {
    error: `another process did not release the lock ${lock} in time (--timeout 2s)`,
    hint: "fuser",
  });
  expect(scene.cloud.requests.count()).toBe(0);
});
