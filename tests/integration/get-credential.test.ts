import { describe, expect, test } from "bun:test";
import { getCredential, variablesOf } from "../support/command-lines.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { AS_KUBECTL, readExecCredential } from "../support/exec-credential.ts";
import { setScene } from "../support/scene.ts";

const MINUTE = 60_000;

test.each([
  [[], "180"],
  [["--expiration", "1h30m"], "90"],
  [["--expiration", "0"], null],
])("with %j the API is asked for %s minutes, and the certificate lives so long", async (flags, minutes) => {
  await using scene = await setScene();
  const { cloud } = scene;
  const { stdout } = await scene.runInProcess(getCredential(cloud, ...flags), variablesOf(cloud.identities.alice));
  const [request] = cloud.requests.of("cs");
  expect(request?.query.get("TemporaryDurationMinutes")).toBe(minutes);
  expect(request?.query.get("PrivateIpAddress")).toBe("true");
  const life = readExecCredential(stdout).expiresAt - Date.now();
  const asked = Number(minutes ?? 3 * 365 * 24 * 60) * MINUTE;
  expect(asked - life).toBeWithin(0, 3 * MINUTE);
});

describe("the answer's API version", () => {
  test("is kubectl's where the flag says otherwise, with a warning, and one certificate serves both", async () => {
    await using scene = await setScene();
    const { cloud } = scene;
    const alice = variablesOf(cloud.identities.alice);
    const asked = await scene.runInProcess(getCredential(cloud, "--api-version", "v1beta1"), {
      ...alice,
      ...AS_KUBECTL,
    });
    const byFlag = await scene.runInProcess(getCredential(cloud, "--api-version", "v1beta1"), alice);
    expect(asked.stderr).toStartWith(
      "warning: kubectl asks for client.authentication.k8s.io/v1, --api-version says v1beta1",
    );
    expect(readExecCredential(asked.stdout).apiVersion).toEndWith("/v1");
    expect(byFlag.stdout).toBe(asked.stdout.replace("k8s.io/v1", "k8s.io/v1beta1"));
    expect(cloud.requests.count("cs")).toBe(1);
  });
});

describe("a certificate of 15 minutes", () => {
  test("is used for the first half of its life, and renewed in the second", async () => {
    await using scene = await setClock();
    const first = await scene.ask();
    scene.pass(7);
    expect(await scene.ask()).toEqual(first);
    scene.pass(1);
    const second = await scene.ask();
    expect(readExecCredential(second.stdout).expiresAt).toBeGreaterThan(readExecCredential(first.stdout).expiresAt);
  });

  test("goes on being printed in the second half while the API fails, and is not lost", async () => {
    await using scene = await setClock();
    const first = await scene.ask();
    scene.cloud.faults.always("cs", { reply: { status: 503, body: "" } });
    for (const minutes of [8, 3, 3]) {
      scene.pass(minutes);
      const later = await scene.ask();
      expect(later).toMatchObject({ exitCode: 0, stdout: first.stdout });
      expect(later.stderr).toStartWith("warning: no new certificate, continuing with the one that is valid until");
    }
  });

  test("is no longer printed once it has ended, and the API's failure is said", async () => {
    await using scene = await setClock();
    await scene.ask();
    scene.cloud.faults.always("cs", { reply: { status: 503, body: "" } });
    scene.pass(16);
    expectRefusal(await scene.ask(), { error: "answered with HTTP 503", hint: "check the network" });
  });
});

/** A scene whose machine and cloud share a clock that stands still until it is told to go on. */
async function setClock() {
  const clock = { now: Date.now() };
  const scene = await setScene({ now: () => clock.now });
  const { cloud } = scene;
  const argv = getCredential(cloud, "--expiration", "15m");
  const world = { now: () => clock.now, random: () => 0, sleep: () => Promise.resolve() };
  return {
    ask: () => scene.runInProcess(argv, variablesOf(cloud.identities.alice), world),
    pass: (minutes: number) => (clock.now += minutes * MINUTE),
    cloud,
    [Symbol.asyncDispose]: scene[Symbol.asyncDispose],
  };
}
