import { expect, test } from "bun:test";
import { getCredential } from "../support/command-lines.ts";
import { AS_KUBECTL, readExecCredential } from "../support/exec-credential.ts";
import { setScene } from "../support/scene.ts";

const MINUTE = 60_000;

test.each([
  [[], "180"],
  [["--expiration", "1h30m"], "90"],
  [["--expiration", "0"], null],
])("with %j the API is asked for a certificate of %s minutes, and sends one", async (flags, minutes) => {
  await using scene = await setScene();
  const { cloud } = scene;
  const { stdout } = await scene.runInProcess(getCredential(cloud, ...flags), scene.alice);
  const [request] = cloud.requests.of("cs");
  expect(request?.query.get("TemporaryDurationMinutes")).toBe(minutes);
  expect(request?.query.get("PrivateIpAddress")).toBe("true");
  const life = readExecCredential(stdout).expiresAt - Date.now();
  const asked = Number(minutes ?? 3 * 365 * 24 * 60) * MINUTE;
  expect(asked - life).toBeWithin(0, 3 * MINUTE);
});

test("the answer has the API version that kubectl asks for, even if the flag differs; one certificate serves both", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const asked = await scene.runInProcess(getCredential(cloud, "--api-version", "v1beta1"), {
    ...scene.alice,
    ...AS_KUBECTL,
  });
  const byFlag = await scene.runInProcess(getCredential(cloud, "--api-version", "v1beta1"), scene.alice);
  expect(asked.stderr).toStartWith(
    "warning: kubectl asks for client.authentication.k8s.io/v1, --api-version says v1beta1",
  );
  expect(readExecCredential(asked.stdout).apiVersion).toEndWith("/v1");
  expect(byFlag.stdout).toBe(asked.stdout.replace("k8s.io/v1", "k8s.io/v1beta1"));
  expect(cloud.requests.count("cs")).toBe(1);
});

test("a certificate of 15 minutes is used for the first half of its life, and renewed in the second", async () => {
  const clock = { now: Date.now() };
  await using scene = await setScene({ now: () => clock.now });
  const { cloud } = scene;
  const ask = () =>
    scene.runInProcess(getCredential(cloud, "--expiration", "15m"), scene.alice, {
      now: () => clock.now,
      random: () => 0,
    });
  const first = await ask();
  clock.now += 7 * MINUTE;
  expect(await ask()).toEqual(first);
  clock.now += MINUTE;
  const second = await ask();
  expect(readExecCredential(second.stdout).expiresAt).toBeGreaterThan(readExecCredential(first.stdout).expiresAt);
});
