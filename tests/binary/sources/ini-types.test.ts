import { expect, test } from "bun:test";
import { getCredential } from "../../support/command-lines.ts";
import { iniSection, INI, keyFields, uriOf, writeScript, writeSection } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { expectIdentity } from "../../support/expect-identity.ts";
import { type Scene, setScene } from "../../support/scene.ts";

type Section = Readonly<Record<string, string>>;

test.each<[string, string, (scene: Scene) => Section | Promise<Section>]>([
  ["access_key", "alice", ({ cloud }) => ({ type: "access_key", ...keyFields(cloud.identities.alice) })],
  [
    "sts in the Go tool's spelling",
    "role-ci",
    ({ cloud }) => ({ type: "sts", ...keyFields(cloud.openSession(cloud.roles.ci)) }),
  ],
  [
    "sts in the official SDK's spelling",
    "role-ci",
    ({ cloud }) => {
      const { sts_token: token = "", ...key } = keyFields(cloud.openSession(cloud.roles.ci));
      return { type: "sts", ...key, security_token: token };
    },
  ],
  [
    "ram_role_arn",
    "role-ci",
    ({ cloud: { identities, roles } }) => ({
      type: "ram_role_arn",
      ...keyFields(identities.alice),
      role_arn: roles.ci.arn,
      role_session_name: "a-test",
    }),
  ],
  [
    "ram_role_arn with an STS token and an external id",
    "role-chained",
    ({ cloud }) => ({
      type: "ram_role_arn",
      ...keyFields(cloud.openSession(cloud.roles.ci)),
      role_arn: cloud.roles.chained.arn,
    }),
  ],
  ["ecs_ram_role that is named", "role-instance", () => ({ type: "ecs_ram_role", role_name: "instance" })],
  ["ecs_ram_role that the instance knows", "role-instance", () => ({ type: "ecs_ram_role" })],
  ["credentials_uri", "role-ci", (scene) => ({ type: "credentials_uri", credentials_uri: uriOf(scene) })],
  [
    "external",
    "alice",
    async (scene) => {
      const profile = JSON.stringify({ mode: "AK", ...keyFields(scene.cloud.identities.alice) });
      return { type: "external", process_command: `sh '${await writeScript(scene, `echo '${profile}'`)}'` };
    },
  ],
  [
    "oidc_role_arn",
    "role-workload",
    async ({ cloud, write }) => ({
      type: "oidc_role_arn",
      oidc_provider_arn: cloud.oidc.providerArn,
      oidc_token_file_path: await write("oidc-token", cloud.oidc.token),
      role_arn: cloud.roles.workload.arn,
    }),
  ],
  [
    "rsa_key_pair",
    "alice",
    async ({ cloud, write }) => {
      const pair = await cloud.registerKeyPair(cloud.identities.alice);
      return {
        type: "rsa_key_pair",
        public_key_id: pair.publicKeyId,
        private_key_file: await write("key.pem", pair.privateKeyPem),
      };
    },
  ],
])("the type %s gets the certificate of %s", async (_, identity, section) => {
  await using scene = await setScene();
  await writeSection(scene, await section(scene));
  expectIdentity(await scene.run(getCredential(scene.cloud)), identity);
});

test("bearer sends the token in place of a signature", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const token = cloud.state.newSecret("fake-bearer-token-");
  await writeSection(scene, { type: "bearer", bearer_token: token });
  // The fake cloud takes signatures only, and says so.
  expectRefusal(await scene.run(getCredential(cloud)), { error: "MissingAuthorization" });
  const headers = cloud.requests.of("cs")[0]?.headers;
  expect(headers).toMatchObject({ "x-acs-bearer-token": token, "x-acs-signature-type": "BEARERTOKEN" });
  expect(headers).not.toHaveProperty("authorization");
});

test("--profile-name names a section, and --profile-file the file", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const sts = (role: keyof typeof cloud.roles) => ({ type: "sts", ...keyFields(cloud.openSession(cloud.roles[role])) });
  await scene.write(INI, iniSection("default", sts("ci")) + iniSection("prod", sts("instance")));
  const other = await scene.write("other", iniSection("default", sts("workload")));
  const answers = [
    await scene.run(getCredential(cloud)),
    await scene.run(getCredential(cloud, "--profile-name", "prod")),
    await scene.run(getCredential(cloud, "--profile-file", other)),
    await scene.run(getCredential(cloud, "--profile-file", "~/other")),
  ];
  expect(answers.map(({ stdout }) => identityIn(stdout))).toEqual([
    "role-ci",
    "role-instance",
    "role-workload",
    "role-workload",
  ]);
});

test.each([".alibabacloud/credentials.ini", ".aliyun/credentials.ini"])(
  "~/%s is searched after the others",
  async (file) => {
    await using scene = await setScene();
    await writeSection(scene, { type: "access_key", ...keyFields(scene.cloud.identities.alice) }, file);
    const { exitCode, stdout, stderr } = await scene.run(getCredential(scene.cloud));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(identityIn(stdout)).toBe("alice");
  },
);

test("a section that is switched off is passed over, or refused if its file is named", async () => {
  await using scene = await setScene();
  const keys = keyFields(scene.cloud.identities.alice);
  await writeSection(scene, { enable: "false", type: "access_key", ...keys });
  await writeSection(scene, { type: "access_key", ...keys }, ".alibabacloud/credentials.ini");
  expect(identityIn((await scene.run(getCredential(scene.cloud))).stdout)).toBe("alice");
  const named = await scene.run(getCredential(scene.cloud, "--profile-file", `~/${INI}`));
  expectRefusal(named, { error: /\[default\] is switched off \(enable = false\)/, hint: "--profile-name" });
});

test("a key after a section's name is an error with its line, and no other file is used", async () => {
  await using scene = await setScene();
  await scene.write(INI, "# mine\n[default] type = access_key\n");
  await writeSection(
    scene,
    { type: "access_key", ...keyFields(scene.cloud.identities.alice) },
    ".alibabacloud/credentials.ini",
  );
  expectRefusal(await scene.run(getCredential(scene.cloud)), {
    error: /credentials, line 2 has text after the section's name/,
    hint: "fix",
  });
});

test("a value that looks like a comment is used, and doubted once with file and line", async () => {
  await using scene = await setScene();
  const { access_key_id: id = "", access_key_secret: secret = "" } = keyFields(scene.cloud.identities.alice);
  await scene.write(
    INI,
    `[default]\ntype = access_key\naccess_key_id = "${id}" # mine\naccess_key_secret = ${secret}\nrole_arn = a#b\n`,
  );
  const cold = await scene.run(getCredential(scene.cloud));
  expect(cold.exitCode).toBe(0);
  expect(cold.stderr).toMatch(/^warning: .*credentials, line 5: role_arn may contain a comment/);
  expect((await scene.run(getCredential(scene.cloud))).stderr).toBe("");
});
