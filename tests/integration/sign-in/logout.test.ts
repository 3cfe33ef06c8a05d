import { describe, expect, test } from "bun:test";
import { CONFIG, configOf, handWritten, keyFields } from "../../support/credential-files.ts";
import { getCredential } from "../../support/command-lines.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { oauthFields } from "../../support/oauth-profile.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** Signs in with OAuth, beside a profile `other` that has a key, and gets a certificate for both. */
async function setSignedInScene(): Promise<Scene> {
  const scene = await setScene();
  const text = handWritten(oauthFields(scene));
  const key = Object.entries(keyFields(scene.cloud.identities.alice)).map(([name, value]) => `"${name}": "${value}",`);
  await scene.write(CONFIG, text.replace('"mode": "AK",', `"mode": "AK", ${key.join(" ")}`));
  for (const profile of ["default", "other"]) {
    expect(await scene.runInProcess([...getCredential(scene.cloud), "--profile-name", profile])).toMatchObject({
      exitCode: 0,
    });
  }
  return scene;
}

describe("auth logout", () => {
  test("removes the tokens from config.json and the profile's certificates from the cache, and nothing else", async () => {
    await using scene = await setSignedInScene();
    const before = await configOf(scene);
    const outcome = await scene.runInProcess(["auth", "logout"]);
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(outcome.stdout).toMatch(/^signed out of profile "default" in .*config\.json; 1 certificate deleted\n$/);

    const after = await configOf(scene);
    const kept = before.split("\n").filter((line) => !/"oauth_(?:access|refresh)_token/.test(line));
    expect(after.split("\n")).toEqual(kept);
    const requests = scene.cloud.requests.all.length;
    expect(await scene.runInProcess([...getCredential(scene.cloud), "--profile-name", "other"])).toMatchObject({
      exitCode: 0,
    });
    expect(scene.cloud.requests.all).toHaveLength(requests);
    expectRefusal(await scene.runInProcess(getCredential(scene.cloud)), {
      error: /profile "default"/,
      hint: /ack-ram-tool auth login --profile-name default/,
    });
  });

  test("succeeds a second time", async () => {
    await using scene = await setSignedInScene();
    await scene.runInProcess(["auth", "logout"]);
    expect(await scene.runInProcess(["auth", "logout"])).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("without a config.json says so", async () => {
    await using scene = await setScene();
    expectRefusal(await scene.runInProcess(["auth", "logout"]), { error: /config\.json does not exist/ });
  });

  test.each([
    ["other", /has no sign-in/],
    ["nobody", /there is no profile "nobody" in /],
  ])("of profile %s, which has no sign-in, changes nothing", async (name, error) => {
    await using scene = await setSignedInScene();
    const before = await configOf(scene);
    expectRefusal(await scene.runInProcess(["auth", "logout", "--profile-name", name]), {
      error,
      hint: /--profile-name/,
    });
    expect(await configOf(scene)).toBe(before);
  });
});
