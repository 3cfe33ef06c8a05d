import { describe, test } from "bun:test";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import { keyFields, uriOf, writeProfile, writeScript, writeSection } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { expectIdentity } from "../../support/expect-identity.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

describe("--role-arn comes on top of", () => {
  test.each<[string, (scene: Scene) => Variables | Promise<Variables | undefined>]>([
    ["an STS token in the environment", ({ cloud }) => variablesOf(cloud.openSession(cloud.roles.ci))],
    ["a role in the environment", ({ alice, cloud }) => ({ ...alice, ALIBABA_CLOUD_ROLE_ARN: cloud.roles.ci.arn })],
    ["a credentials URI", (scene) => ({ ALIBABA_CLOUD_CREDENTIALS_URI: uriOf(scene) })],
    [
      "the instance's role",
      ({ cloud }) => {
        cloud.imds.role = cloud.roles.ci;
        return { ACK_RAM_TOOL_CREDENTIAL_TYPE: "ecs-role" };
      },
    ],
    [
      "a profile with a role",
      async (scene) => {
        const { identities, roles } = scene.cloud;
        await writeProfile(scene, {
          mode: "RamRoleArn",
          ...keyFields(identities.deployer),
          ram_role_arn: roles.ci.arn,
          ram_session_name: "a-test",
        });
        return {};
      },
    ],
    [
      "what a program prints",
      async (scene) => {
        const keys = keyFields(scene.cloud.openSession(scene.cloud.roles.ci));
        const script = await writeScript(scene, `echo '${JSON.stringify({ mode: "StsToken", ...keys })}'`);
        await writeProfile(scene, { mode: "External", process_command: `sh '${script}'` });
        return {};
      },
    ],
    [
      "a section of an INI file",
      async (scene) => {
        const { openSession, roles } = scene.cloud;
        await writeSection(scene, { type: "sts", ...keyFields(openSession(roles.ci)) });
        return {};
      },
    ],
  ])("%s", async (_, prepare) => {
    await using scene = await setScene();
    const variables = await prepare(scene);
    const argv = getCredential(scene.cloud, "--role-arn", scene.cloud.roles.chained.arn);
    expectIdentity(await scene.run(argv, variables), "role-chained");
  });

  test("a bearer token is refused: STS does not take one", async () => {
    await using scene = await setScene();
    const token = scene.cloud.state.newSecret("fake-bearer-token-");
    await writeSection(scene, { type: "bearer", bearer_token: token });
    const argv = getCredential(scene.cloud, "--role-arn", scene.cloud.roles.ci.arn);
    expectRefusal(await scene.run(argv), { error: "STS needs an access key", hint: "--role-arn" });
  });
});
