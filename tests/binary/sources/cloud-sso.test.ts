import { describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { getCredential } from "../../support/command-lines.ts";
import { cloudSsoFields, CONFIG, configOf, handWritten } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** Signs in to CloudSSO. @returns the file's text */
async function signInToCloudSso(scene: Scene, seconds: number, changes: object = {}): Promise<string> {
  const text = handWritten({ ...cloudSsoFields(scene, seconds), ...changes });
  await scene.write(CONFIG, text, 0o644);
  return text;
}

describe("a CloudSSO sign-in", () => {
  test("is used as it is: the file is not touched", async () => {
    await using scene = await setScene();
    const before = await signInToCloudSso(scene, 3600);
    expect(identityIn((await scene.run(getCredential(scene.cloud))).stdout)).toBe("role-ci");
    expect(await configOf(scene)).toBe(before);
    expect(statSync(`${scene.home}/${CONFIG}`).mode & 0o777).toBe(0o644);
  });

  test.each<[string, number, object, RegExp, RegExp]>([
    ["has ended", -60, {}, /sign-in of profile "default" has ended/, /ack-ram-tool auth login --profile-name default/],
    ["has no end", 60, { cloud_sso_access_token_expire: 0 }, /has ended/, /sign in again/],
    ["is revoked", 60, { access_token: "fake-other-token" }, /is no longer accepted/, /sign in again/],
    [
      "is for another account",
      60,
      { cloud_sso_account_id: "2" },
      /CloudSSO refused CloudSSO access configuration .*: NoPermission/,
      /./,
    ],
  ])("that %s is an error that says so", async (_, seconds, changes, error, hint) => {
    await using scene = await setScene();
    const before = await signInToCloudSso(scene, seconds, changes);
    expectRefusal(await scene.run(getCredential(scene.cloud)), { error, hint });
    expect(await configOf(scene)).toBe(before);
    expect(scene.cloud.requests.count("cs")).toBe(0);
  });
});
