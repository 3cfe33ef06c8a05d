import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { bunWorld } from "../../../src/world/bun-world.ts";
import { getCredential } from "../../support/command-lines.ts";
import { CONFIG, keyFields } from "../../support/credential-files.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { oauthFields } from "../../support/oauth-profile.ts";
import { type Scene, setScene } from "../../support/scene.ts";
import { aliyunConfig } from "../../support/search-context.ts";

// Another identity signs in to the same profile while a certificate is fetched. The name in the certificate tells whose it is.

type RoleName = "ci" | "workload";

/** A config.json in which a role has signed in. */
function signedIn(scene: Scene, name: RoleName, seconds: number, hasSession: boolean): string {
  const role = scene.cloud.roles[name];
  const session = scene.cloud.openSession(role, 3600);
  const profile = {
    name: "default",
    ...oauthFields(scene, seconds, role),
    ...(hasSession && { ...keyFields(session), sts_expiration: Math.floor(session.expiresAt / 1000) }),
  };
  return aliyunConfig([profile]);
}

/** Fetches a certificate while config.json gets another text, just before it is read for the nth time. */
async function fetchWhileReplaced(scene: Scene, nth: number, text: string): Promise<void> {
  const { files } = bunWorld();
  let reads = 0;
  await scene.runInProcess(
    getCredential(scene.cloud),
    {},
    {
      files: {
        ...files,
        readText: async (path) => {
          if (path.endsWith(CONFIG) && (reads += 1) === nth) writeFileSync(path, text);
          return await files.readText(path);
        },
      },
    },
  );
}

describe.each([
  ["has a valid access token", 3600, false],
  ["has an expired access token", -60, false],
  ["has a session", 3600, true],
])("a sign-in that %s", (_, seconds, hasSession) => {
  test.each([
    [2, false],
    [3, false],
    [4, false],
    [5, false],
    [6, false],
    [2, true],
    [3, true],
    [4, true],
    [5, true],
    [6, true],
  ])(
    "if it is replaced at read %d (with a session: %p), each identity gets only its own certificate",
    async (nth, has) => {
      await using scene = await setScene();
      const [first, second] = [signedIn(scene, "ci", seconds, hasSession), signedIn(scene, "workload", 3600, has)];
      await scene.write(CONFIG, first);
      await fetchWhileReplaced(scene, nth, second);
      await scene.write(CONFIG, second);
      expect(identityIn((await scene.runInProcess(getCredential(scene.cloud))).stdout)).toBe("role-workload");
      if (seconds < 0) return;
      await scene.write(CONFIG, first);
      expect(identityIn((await scene.runInProcess(getCredential(scene.cloud))).stdout)).toBe("role-ci");
    },
  );
});
