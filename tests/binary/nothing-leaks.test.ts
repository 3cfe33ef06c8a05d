import { describe, expect, test } from "bun:test";
import type { AccessKey } from "../fakes/cloud/model.ts";
import { getCredential, variablesOf } from "../support/command-lines.ts";
import { keyFields, oidcFields, uriOf, writeProfile } from "../support/credential-files.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { oauthFields } from "../support/oauth-profile.ts";
import { type Scene, setScene } from "../support/scene.ts";

// Every run of a scene is searched for secrets, on both streams and in all files. These are the runs that print the most.

/** Ways to get credentials, each with another secret on its way. */
const PROFILES: Readonly<Record<string, (scene: Scene) => object | Promise<object>>> = {
  AK: ({ cloud }) => ({ mode: "AK", ...keyFields(cloud.identities.alice) }),
  StsToken: ({ cloud }) => ({ mode: "StsToken", ...keyFields(cloud.openSession(cloud.roles.ci)) }),
  RamRoleArn: ({ cloud }) => ({
    mode: "RamRoleArn",
    ...keyFields(cloud.openSession(cloud.roles.ci)),
    ram_role_arn: cloud.roles.chained.arn,
  }),
  EcsRamRole: () => ({ mode: "EcsRamRole" }),
  OIDC: (scene) => oidcFields(scene),
  CredentialsURI: (scene) => ({
    mode: "CredentialsURI",
    credentials_uri: uriOf(scene, `role=ci&key=${scene.cloud.state.newSecret("fake-query-")}`),
  }),
  OAuth: (scene) => oauthFields(scene, -60),
};

describe("with --log-level debug no secret is shown or left in a file", () => {
  test.each(Object.keys(PROFILES))("when %s works", async (name) => {
    await using scene = await setScene();
    await writeProfile(scene, (await PROFILES[name]?.(scene)) ?? {});
    const outcome = await scene.run(getCredential(scene.cloud, "--log-level", "debug"), { DEBUG: "*" });
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stderr).toContain("debug: ");
  });

  test.each(Object.keys(PROFILES))("when %s works, but the API does not", async (name) => {
    await using scene = await setScene();
    await writeProfile(scene, (await PROFILES[name]?.(scene)) ?? {});
    scene.cloud.faults.always("cs", { transport: { kind: "garbage" } });
    const outcome = await scene.run(getCredential(scene.cloud, "-v"), { DEBUG: "*" });
    expectRefusal(outcome, { error: "broke" });
  });

  // The gateway answers a wrong signature with what should have been signed, and that holds the security token.
  test.each<[string, (scene: Scene, forged: AccessKey) => readonly string[]]>([
    ["the API", ({ cloud }) => getCredential(cloud, "-v")],
    ["STS", ({ cloud }) => getCredential(cloud, "-v", "--role-arn", cloud.roles.chained.arn)],
    ["STS, for whoami", () => ["auth", "whoami", "-v"]],
  ])("when %s refuses the signature", async (_, argv) => {
    await using scene = await setScene();
    const forged = { ...scene.cloud.openSession(scene.cloud.roles.ci), accessKeySecret: "fake-wrong-secret" };
    const outcome = await scene.run(argv(scene, forged), variablesOf(forged));
    expectRefusal(outcome, { error: "SignatureDoesNotMatch", hint: "does not match" });
    expect(outcome.stderr).not.toContain("fake-wrong-secret");
  });
});
