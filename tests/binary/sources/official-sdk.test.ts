import { describe, expect, test } from "bun:test";
import type { FakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import { keyFields, writeProfile, writeScript, writeSection } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

/** The package would ask a real address for instance credentials, and a host called `undefined` for a missing URI. */
function fencedIn({ addresses }: FakeCloud): Variables {
  return {
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    ALIBABA_CLOUD_CREDENTIALS_URI: `${addresses.credentialsUri.url}/nothing-here`,
  };
}

describe("--credential-type sdk", () => {
  test.each<[string, string, (scene: Scene) => Promise<Variables> | Variables]>([
    ["an access key in the environment", "alice", ({ cloud }) => variablesOf(cloud.identities.alice)],
    ["an STS token in the environment", "role-ci", ({ cloud }) => variablesOf(cloud.openSession(cloud.roles.ci))],
    [
      "the mode AK",
      "alice",
      async (scene) => {
        await writeProfile(scene, { mode: "AK", ...keyFields(scene.cloud.identities.alice) });
        return {};
      },
    ],
    [
      "the mode StsToken",
      "role-ci",
      async (scene) => {
        const { openSession, roles } = scene.cloud;
        await writeProfile(scene, { mode: "StsToken", ...keyFields(openSession(roles.ci)) });
        return {};
      },
    ],
    [
      "the mode External",
      "alice",
      async (scene) => {
        const profile = JSON.stringify({ mode: "AK", ...keyFields(scene.cloud.identities.alice) });
        const script = await writeScript(scene, `echo '${profile}'`);
        await writeProfile(scene, { mode: "External", process_command: `sh '${script}'` });
        return {};
      },
    ],
    [
      "the type access_key",
      "alice",
      async (scene) => {
        await writeSection(scene, { type: "access_key", ...keyFields(scene.cloud.identities.alice) });
        return {};
      },
    ],
    [
      "a credentials URI",
      "role-ci",
      ({ cloud }) => ({
        ALIBABA_CLOUD_CREDENTIALS_URI: `${cloud.addresses.credentialsUri.url}/credentials?role=ci`,
      }),
    ],
  ])("takes %s, and says nothing beside", async (_, identity, prepare) => {
    await using scene = await setScene();
    const variables = { ...fencedIn(scene.cloud), ...(await prepare(scene)) };
    const argv = getCredential(scene.cloud, "--credential-type", "sdk");
    const { exitCode, stdout, stderr } = await scene.run(argv, variables);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(identityIn(stdout)).toBe(identity);
  });

  test.each<[string, Variables, RegExp, RegExp]>([
    ["finds nothing", {}, /default chain found no credentials/, /try without --credential-type sdk/],
    [
      "is not run without TLS verification",
      { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
      /NODE_TLS_REJECT_UNAUTHORIZED=0/,
      /unset/,
    ],
  ])("that %s ends in an error", async (_, variables, error, hint) => {
    await using scene = await setScene();
    const argv = getCredential(scene.cloud, "--credential-type", "sdk");
    expectRefusal(await scene.run(argv, { ...fencedIn(scene.cloud), ...variables }), { error, hint });
  });

  test("shows nothing of a broken file that holds a secret", async () => {
    await using scene = await setScene();
    const { alice } = scene.cloud.identities;
    await scene.write(".aliyun/config.json", `{"profiles": [{"access_key_secret": "${alice.accessKeySecret}"`);
    const argv = getCredential(scene.cloud, "--credential-type", "sdk", "-v");
    const outcome = await scene.run(argv, fencedIn(scene.cloud));
    expectRefusal(outcome, { error: "found no credentials" });
    expect(outcome.stderr).toMatch(/^debug: the official SDK failed: \w+$/m);
    expect(outcome.stderr).not.toContain(alice.accessKeySecret);
  });

  test("is given up at the deadline", async () => {
    await using scene = await setScene();
    scene.cloud.faults.always("credentials-uri", { transport: { kind: "black-hole" } });
    const argv = getCredential(scene.cloud, "--credential-type", "sdk", "--timeout", "1s");
    const outcome = await scene.run(argv, fencedIn(scene.cloud));
    expectRefusal(outcome, { error: "the official SDK gave no credentials in time", hint: "--timeout" });
  }, 20_000);
});

describe("a mode that this tool does not know goes to the official SDK", () => {
  test.each(["RamRoleArnWithEcs", "ak", "__proto__", "constructor"])(
    "%s, which it does not know either",
    async (mode) => {
      await using scene = await setScene();
      await writeProfile(scene, { mode, ...keyFields(scene.cloud.identities.alice) });
      expectRefusal(await scene.run(getCredential(scene.cloud), { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" }), {
        error: 'profile "default" has a mode that ack-ram-tool does not know',
        hint: "case-sensitive",
      });
    },
  );

  test("which a variable may forbid to read profiles", async () => {
    await using scene = await setScene();
    await writeProfile(scene, { mode: "Magic" });
    const outcome = await scene.run(getCredential(scene.cloud), { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" });
    expectRefusal(outcome, { error: "a mode that ack-ram-tool does not know", hint: "case-sensitive" });
  });

  test("unless it stands in a file that the SDK does not read", async () => {
    await using scene = await setScene();
    const path = await scene.write("other.json", '{"profiles":[{"name":"default","mode":"Magic"}]}');
    const outcome = await scene.run(getCredential(scene.cloud, "--profile-file", path));
    expectRefusal(outcome, { error: 'the mode "Magic" is unknown', hint: "modes are: AK, StsToken" });
  });
});
