import { expect, test } from "bun:test";
import { getCredential } from "../../support/command-lines.ts";
import {
  cloudSsoFields,
  keyFields,
  oidcFields,
  podVariables,
  uriOf,
  writeProfile,
  writeScript,
  writeSection,
} from "../../support/credential-files.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { expectIdentity } from "../../support/expect-identity.ts";
import { oauthFields } from "../../support/oauth-profile.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

type Prepare = (scene: Scene) => object | Promise<object>;

async function identityWith(profile: Prepare): Promise<string> {
  await using scene = await setScene();
  await writeProfile(scene, await profile(scene), {
    name: "alice",
    mode: "AK",
    ...keyFields(scene.cloud.identities.alice),
  });
  const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return identityIn(stdout);
}

const session = { ram_session_name: "a-test" };

test.each<[string, string, Prepare]>([
  ["AK", "alice", ({ cloud }) => ({ mode: "AK", ...keyFields(cloud.identities.alice) })],
  ["StsToken", "role-ci", ({ cloud }) => ({ mode: "StsToken", ...keyFields(cloud.openSession(cloud.roles.ci)) })],
  [
    "RamRoleArn with an access key",
    "role-ci",
    ({ cloud: { identities, roles } }) => ({
      mode: "RamRoleArn",
      ...keyFields(identities.alice),
      ram_role_arn: roles.ci.arn,
      ...session,
    }),
  ],
  [
    "RamRoleArn with an STS token",
    "role-chained",
    ({ cloud }) => ({
      mode: "RamRoleArn",
      ...keyFields(cloud.openSession(cloud.roles.ci)),
      ram_role_arn: cloud.roles.chained.arn,
    }),
  ],
  [
    "RamRoleArn with an external id",
    "role-audited",
    ({ cloud: { identities, roles } }) => ({
      mode: "RamRoleArn",
      ...keyFields(identities.alice),
      ram_role_arn: roles.audited.arn,
      external_id: roles.audited.externalId,
      ...session,
    }),
  ],
  ["EcsRamRole that is named", "role-instance", () => ({ mode: "EcsRamRole", ram_role_name: "instance" })],
  ["EcsRamRole that the instance knows", "role-instance", () => ({ mode: "EcsRamRole" })],
  [
    "RamRoleArnWithRoleName",
    "role-chained",
    ({ cloud }) => {
      cloud.imds.role = cloud.roles.ci;
      return {
        mode: "RamRoleArnWithRoleName",
        ram_role_name: "ci",
        ram_role_arn: cloud.roles.chained.arn,
        ...session,
      };
    },
  ],
  [
    "ChainableRamRoleArn",
    "role-ci",
    ({ cloud: { roles } }) => ({
      mode: "ChainableRamRoleArn",
      source_profile: "alice",
      ram_role_arn: roles.ci.arn,
      ...session,
    }),
  ],
  ["OIDC", "role-workload", async (scene) => ({ ...(await oidcFields(scene)), ...session })],
  ["CredentialsURI", "role-ci", (scene) => ({ mode: "CredentialsURI", credentials_uri: uriOf(scene) })],
  [
    "External",
    "alice",
    async (scene) => ({
      mode: "External",
      process_command: `"${await writeScript(scene, `echo '${JSON.stringify({ mode: "AK", ...keyFields(scene.cloud.identities.alice) })}'`)}"`,
    }),
  ],
  ["CloudSSO", "role-ci", (scene) => cloudSsoFields(scene)],
  ["OAuth", "role-ci", (scene) => oauthFields(scene)],
])("the mode %s gets the certificate of %s", async (_, identity, profile) => {
  expect(await identityWith(profile)).toBe(identity);
});

test("a chain of three profiles ends with the last one's role", async () => {
  await using scene = await setScene();
  const { identities, roles } = scene.cloud;
  const chained = { mode: "ChainableRamRoleArn", ...session };
  await writeProfile(
    scene,
    { ...chained, source_profile: "ci", ram_role_arn: roles.chained.arn },
    { name: "ci", ...chained, source_profile: "alice", ram_role_arn: roles.ci.arn },
    { name: "alice", mode: "AK", ...keyFields(identities.alice) },
  );
  expect(identityIn((await scene.run(getCredential(scene.cloud))).stdout)).toBe("role-chained");
});

test("the profile is --profile-name's, else that of a variable, else the current one", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const profile = (name: string, role: keyof typeof cloud.roles) => ({
    name,
    mode: "StsToken",
    ...keyFields(cloud.openSession(cloud.roles[role])),
  });
  await writeProfile(scene, profile("default", "ci"), profile("two", "instance"), profile("three", "workload"));
  const { stdout: first } = await scene.run(getCredential(cloud));
  const { stdout: second } = await scene.run(getCredential(cloud), { ALIBABA_CLOUD_PROFILE: "two" });
  const { stdout: third } = await scene.run(getCredential(cloud, "--profile-name", "three"), {
    ALIBABA_CLOUD_PROFILE: "two",
  });
  expect([first, second, third].map(identityIn)).toEqual(["role-ci", "role-instance", "role-workload"]);
});

// As on ACK's own page for pods with RRSA: the profile has only mode, region and session name, and the variables the rest.
test.each<[string, string, Prepare, (scene: Scene) => Variables | Promise<Variables>]>([
  ["OIDC", "role-workload", () => ({ mode: "OIDC", region_id: "cn-hangzhou", ...session }), podVariables],
  [
    "CredentialsURI",
    "role-ci",
    () => ({ mode: "CredentialsURI" }),
    (scene) => ({ ALIBABA_CLOUD_CREDENTIALS_URI: uriOf(scene) }),
  ],
  [
    "RamRoleArn",
    "role-ci",
    ({ cloud }) => ({ mode: "RamRoleArn", ...keyFields(cloud.identities.alice), ...session }),
    ({ cloud }) => ({ ALIBABA_CLOUD_ROLE_ARN: cloud.roles.ci.arn }),
  ],
  [
    "RamRoleArn without keys",
    "role-ci",
    ({ cloud }) => ({ mode: "RamRoleArn", ram_role_arn: cloud.roles.ci.arn, ...session }),
    ({ alice }) => alice,
  ],
])(
  "the mode %s takes missing fields from the variables, and keeps its session name",
  async (_, identity, profile, variables) => {
    await using scene = await setScene();
    await writeProfile(scene, await profile(scene));
    const argv = [...getCredential(scene.cloud), "--ignore-env-credentials"];
    expectIdentity(
      await scene.run(argv, {
        ...(await variables(scene)),
        ALIBABA_CLOUD_ROLE_SESSION_NAME: "of-the-variables",
      }),
      identity,
    );
    const [call] = scene.cloud.requests.of("sts");
    if (call !== undefined) expect(new URLSearchParams(call.body).get("RoleSessionName")).toBe("a-test");
  },
);

test("a config.json of a cancelled `aliyun configure` counts as absent: the INI file is used", async () => {
  await using scene = await setScene();
  await writeProfile(scene, { mode: "", access_key_id: "", access_key_secret: "", region_id: "cn-hangzhou" });
  await writeSection(scene, { type: "access_key", ...keyFields(scene.cloud.identities.alice) });
  const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(identityIn(stdout)).toBe("alice");
  const asked = await scene.run(getCredential(scene.cloud, "--profile-name", "default"));
  expect(asked.exitCode).toBe(1);
  expect(asked.stderr).toContain("not configured yet");
});

test.each([
  [43_200, "3600"],
  [60, "900"],
  [1800, "1800"],
  [0, null],
  [-1, null],
])(
  "expired_seconds %d asks STS for %s seconds: one call needs no more, and a chained role gets no more",
  async (seconds, asked) => {
    await using scene = await setScene();
    const { identities, roles } = scene.cloud;
    await writeProfile(scene, {
      mode: "RamRoleArn",
      ...keyFields(identities.alice),
      ram_role_arn: roles.ci.arn,
      expired_seconds: seconds,
    });
    expect((await scene.run(getCredential(scene.cloud))).exitCode).toBe(0);
    const [call] = scene.cloud.requests.of("sts");
    expect(new URLSearchParams(call?.body).get("DurationSeconds")).toBe(asked);
  },
);
