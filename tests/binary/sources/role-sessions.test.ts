import { describe, expect, test } from "bun:test";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import { keyFields, writeSection } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

/** The parameters of the last AssumeRole, without those of every call. */
function lastRequest({ cloud }: Scene): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(cloud.requests.of("sts", "AssumeRole").at(-1)?.body));
}

describe("the fields for a role session reach STS", () => {
  const policy = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"cs:*","Resource":"*"}]}';

  test("from an INI file", async () => {
    await using scene = await setScene();
    const { identities, roles } = scene.cloud;
    await writeSection(scene, {
      type: "ram_role_arn",
      ...keyFields(identities.alice),
      role_arn: roles.ci.arn,
      role_session_name: "from-ini",
      role_session_expiration: "900",
      policy,
    });
    await scene.run(getCredential(scene.cloud));
    expect(lastRequest(scene)).toEqual({
      RoleArn: roles.ci.arn,
      RoleSessionName: "from-ini",
      DurationSeconds: "900",
      Policy: policy,
    });
  });

  test("and without any, only the role and the session's name are sent", async () => {
    await using scene = await setScene();
    const { roles } = scene.cloud;
    await scene.run(getCredential(scene.cloud, "--role-arn", roles.ci.arn), scene.alice);
    expect(lastRequest(scene)).toEqual({ RoleArn: roles.ci.arn, RoleSessionName: "ack-ram-tool" });
  });
});

describe("the session is called", () => {
  test.each<[Variables, string]>([
    [{}, "ack-ram-tool"],
    [{ ALICLOUD_ROLE_SESSION_NAME: "second" }, "second"],
    [{ ALICLOUD_ROLE_SESSION_NAME: "second", ALIBABA_CLOUD_ROLE_SESSION_NAME: "first" }, "first"],
  ])("with %j: %s", async (variables, name) => {
    await using scene = await setScene();
    const { roles } = scene.cloud;
    const argv = getCredential(scene.cloud, "--role-arn", roles.ci.arn);
    await scene.run(argv, { ...scene.alice, ...variables });
    expect(lastRequest(scene)["RoleSessionName"]).toBe(name);
  });

  test.each(["x", "a/b", "with space", "y".repeat(65)])("never %j: STS would refuse it", async (name) => {
    await using scene = await setScene();
    const outcome = await scene.run(getCredential(scene.cloud, "--role-arn", scene.cloud.roles.ci.arn), {
      ...scene.alice,
      ALIBABA_CLOUD_ROLE_SESSION_NAME: name,
    });
    expectRefusal(outcome, { error: /ALIBABA_CLOUD_ROLE_SESSION_NAME.*2 to 64/ });
    expect(scene.cloud.requests.count()).toBe(0);
  });
});

describe("a role that may not be assumed", () => {
  test.each<[string, (scene: Scene) => Variables, keyof Scene["cloud"]["roles"], RegExp, RegExp]>([
    [
      "by an access key",
      ({ cloud }) => variablesOf(cloud.identities.mallory),
      "ci",
      /role\/ci: STS refused access key LTAI…0000 \(environment variables\): NoPermission: You are not authorized.* \(HTTP 403, request id \S+\)/,
      /trust policy/,
    ],
    [
      "without its external id",
      ({ alice }) => alice,
      "audited",
      /role\/audited: STS refused access key LTAI…0000 \(.*\): NoPermission/,
      /trust policy/,
    ],
    [
      "by another role",
      ({ alice, cloud }) => ({ ...alice, ALIBABA_CLOUD_ROLE_ARN: cloud.roles.ci.arn }),
      "workload",
      /role\/workload: STS refused role acs:ram::1000000000000001:role\/ci, assumed with access key LTAI…0000/,
      /trust policy/,
    ],
  ])("%s: the error names the role, the caller, and RAM's answer", async (_, variables, role, error, hint) => {
    await using scene = await setScene();
    const { roles } = scene.cloud;
    const argv = getCredential(scene.cloud, "--role-arn", roles[role].arn);
    expectRefusal(await scene.run(argv, variables(scene)), { error, hint });
    expect(scene.cloud.requests.count("cs")).toBe(0);
  });

  test("because its name is no ARN: nobody is asked", async () => {
    await using scene = await setScene();
    const argv = getCredential(scene.cloud, "--role-arn", "role");
    expectRefusal(await scene.run(argv, variablesOf(scene.cloud.identities.alice)), {
      exitCode: 2,
      error: 'invalid --role-arn "role": must look like acs:ram::ACCOUNT:role/NAME',
    });
    expect(scene.cloud.requests.count()).toBe(0);
  });
});
