import { describe, expect, test } from "bun:test";
import { errorFault, type Fault, type UserConfigFlaw } from "../fakes/server/fault.ts";
import { cachedEntries } from "../support/cached-entries.ts";
import { getCredential } from "../support/command-lines.ts";
import { expectRefusal, type Refusal } from "../support/expect-refusal.ts";
import { setScene } from "../support/scene.ts";

/** Asks a cloud with this fault. The cache holds another certificate of the same identity, which must stay. */
async function expectRefusalOf(fault: Fault, refusal: Refusal): Promise<void> {
  await using scene = await setScene();
  const { cloud } = scene;
  const world = { sleep: () => Promise.resolve() };
  await scene.runInProcess(getCredential(cloud), scene.alice, world);
  const before = cachedEntries(scene);
  cloud.faults.always("cs", fault);
  expectRefusal(await scene.runInProcess(getCredential(cloud, "--expiration", "1h"), scene.alice, world), refusal);
  expect(cachedEntries(scene)).toEqual(before);
}

describe("an API error keeps its code, message and status", () => {
  test.each([
    [400, "gateway"],
    [403, "product"],
    [429, "gateway"],
    [500, "product"],
    [599, "gateway"],
  ] as const)("of HTTP %d, as the %s spells it", async (status, spelling) => {
    await expectRefusalOf(errorFault(status, "SomethingOdd", "It went wrong.", spelling), {
      error: new RegExp(
        `^error: the ACK API refused access key LTAI…0000 \\(environment variables\\): SomethingOdd: It went wrong. \\(HTTP ${status}, request id REQUEST-OF-A-FAULT\\)$`,
      ),
    });
  });

  test("and with -v its request id", async () => {
    await using scene = await setScene();
    scene.cloud.faults.always("cs", errorFault(403, "Forbidden"));
    const argv = getCredential(scene.cloud, "-v");
    const { stderr } = await scene.runInProcess(argv, scene.alice);
    expect(stderr).toContain("debug: request id REQUEST-OF-A-FAULT");
  });
});

describe("a kubeconfig that kubectl could not use is refused", () => {
  test.each<[UserConfigFlaw, RegExp]>([
    ["no-users", /has no users/],
    ["no-certificate", /has no client-certificate-data/],
    ["no-key", /has no client-key-data/],
    ["mismatching-key", /do not belong together/],
    ["expired-certificate", /sent expired on/],
    ["not-yet-valid-certificate", /is not valid before/],
    ["broken-base64", /client-certificate-data that is not PEM in base64/],
    ["broken-pem", /certificate that cannot be read/],
    ["broken-yaml", /is not YAML/],
    ["blank-config", /config is missing/],
    ["missing-config", /config is missing/],
    ["odd-expiration", /expiration is not a date/],
    ["past-expiration", /sent expired on/],
  ])("%s", async (userConfig, error) => {
    await expectRefusalOf({ userConfig }, { error });
  });

  test.each<[UserConfigFlaw]>([
    ["ec-key"],
    ["current-context-second"],
    ["unknown-current-context"],
    ["no-clusters"],
    ["missing-expiration"],
    ["blank-expiration"],
  ])("but %s is accepted", async (userConfig) => {
    await using scene = await setScene();
    scene.cloud.faults.always("cs", { userConfig });
    const outcome = await scene.runInProcess(getCredential(scene.cloud), scene.alice);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
  });
});
