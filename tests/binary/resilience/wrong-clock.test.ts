import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { BINARY } from "../../support/binary.ts";
import { cachedEntry, changeEntry } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { AS_KUBECTL } from "../../support/exec-credential.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(60_000);

// libfaketime (Debian: faketime) shows one process another time.
const FAKETIME = Bun.which("faketime");
const MINUTE = 60_000;

/** A call by a machine whose clock is off: `+1 day`, `-3 hours`. */
function runAt(scene: Scene, offset: string, flags: readonly string[] = [], variables: Variables = {}) {
  const argv = [FAKETIME ?? "", "-f", offset, BINARY, ...getCredential(scene.cloud, ...flags)];
  return scene.runOther(argv, { ...scene.alice, ...variables });
}

describe.skipIf(FAKETIME === null)("a clock that was wrong (skipped where faketime is not installed)", () => {
  test("and made a call fail does not block calls once it is right", async () => {
    await using scene = await setScene();
    const alice = { ...scene.alice, ...AS_KUBECTL };
    expectRefusal(await runAt(scene, "+1d", [], AS_KUBECTL), { error: "InvalidTimeStamp", hint: /clock.*ahead/ });
    expect(await scene.run(getCredential(scene.cloud), alice)).toMatchObject({ exitCode: 0, stderr: "" });
    expect((await scene.run(getCredential(scene.cloud, "--force-refresh"), alice)).exitCode).toBe(0);
  });

  test("when a certificate was fetched does not keep --force-refresh from fetching another one", async () => {
    await using scene = await setScene();
    const { exitCode } = await runAt(scene, "+10m");
    expect(exitCode).toBe(0);
    const before = await cachedEntry(scene);
    expect(before?.issuedAt).toBeGreaterThan(Date.now() + 5 * MINUTE);
    await scene.run(getCredential(scene.cloud, "--force-refresh"), scene.alice);
    expect((await cachedEntry(scene))?.certificate.certificate).not.toBe(before?.certificate.certificate ?? "");
    expect(scene.cloud.requests.count("cs")).toBe(2);
  });

  test.each([
    ["-3000d", "CERT_NOT_YET_VALID"],
    ["+3000d", "CERT_HAS_EXPIRED"],
  ])("by %s fails TLS with a hint about the clock, not about a CA", async (offset, code) => {
    await using scene = await setScene();
    const outcome = await runAt(scene, offset);
    expectRefusal(outcome, { error: code, hint: "check the clock of this machine, which says" });
    expect(outcome.stderr).not.toContain("NODE_EXTRA_CA_CERTS");
  });
});

test("a refused certificate that was confirmed in the future is requested again", async () => {
  await using scene = await setScene();
  const { accessKeySecret } = scene.cloud.identities.alice;
  const alice = { ...scene.alice, ...AS_KUBECTL };
  await scene.run(getCredential(scene.cloud), alice);
  await changeEntry(scene, (entry) => ({ ...entry, issuedAt: Date.now() + 10 * MINUTE }), accessKeySecret);
  const before = await cachedEntry(scene);
  // Two calls of one parent, as of a kubectl that got a 401.
  for (let call = 0; call < 2; call += 1) await scene.run(getCredential(scene.cloud), alice);
  expect((await cachedEntry(scene))?.certificate.certificate).not.toBe(before?.certificate.certificate ?? "");
});
