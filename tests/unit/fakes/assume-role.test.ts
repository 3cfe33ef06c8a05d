import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccessKey } from "../../fakes/cloud/model.ts";
import type { FakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";
import { callSts } from "./signed-call.ts";

const cloud = cloudInEachTest();

const session = (roleArn: string) => ({ RoleArn: roleArn, RoleSessionName: "a-test" });

test("demands the external id of a role that has one", async () => {
  const { audited } = cloud.roles;
  const call = (extra: Record<string, string>) =>
    callSts(cloud, cloud.identities.alice, "AssumeRole", { ...session(audited.arn), ...extra });
  expect((await call({})).status).toBe(403);
  expect((await call({ ExternalId: audited.externalId ?? "" })).status).toBe(200);
});

test.each<[string, keyof FakeCloud["identities"], Record<string, string>, number, string]>([
  ["somebody who is not trusted", "mallory", {}, 403, "NoPermission"],
  ["an unknown role", "alice", { RoleArn: "acs:ram::1:role/nobody" }, 404, "EntityNotExist.Role"],
  ["an odd ARN", "alice", { RoleArn: "ci" }, 400, "InvalidParameter.RoleArn"],
  ["an odd session name", "alice", { RoleSessionName: "a/b" }, 400, "InvalidParameter.RoleSessionName"],
  ["no session name", "alice", { RoleSessionName: "" }, 400, "MissingRoleSessionName"],
  ["ten minutes", "alice", { DurationSeconds: "600" }, 400, "InvalidParameter.DurationSeconds"],
  ["an old timestamp", "alice", { Timestamp: "2024-01-02T03:04:05Z" }, 400, "InvalidTimeStamp.Expired"],
  ["another method", "alice", { Version: "2020-01-01" }, 404, "InvalidVersion"],
])("refuses %s", async (_, name, parameters, status, code) => {
  const response = await callSts(cloud, cloud.identities[name], "AssumeRole", {
    ...session(cloud.roles.ci.arn),
    ...parameters,
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ Code: code, HostId: cloud.addresses.sts.host });
});

test("refuses a wrong secret and a second use of a nonce", async () => {
  const { alice } = cloud.identities;
  const forged = { ...alice, accessKeySecret: "wrong" };
  const code = async (key: AccessKey) =>
    (await callSts(cloud, key, "GetCallerIdentity", { SignatureNonce: "once" })).json();
  expect(await code(forged)).toMatchObject({ Code: "SignatureDoesNotMatch" });
  expect(await code(alice)).toMatchObject({ IdentityType: "RAMUser" });
  expect(await code(alice)).toMatchObject({ Code: "SignatureNonceUsed" });
});

test("takes the official provider's call, whose parameters are in a form", async () => {
  const { audited } = cloud.roles;
  const { alice } = cloud.identities;
  const credentials = await officialSession({
    accessKeyId: alice.accessKeyId,
    accessKeySecret: alice.accessKeySecret,
    roleArn: audited.arn,
    externalId: audited.externalId ?? "",
    stsEndpoint: cloud.addresses.sts.host,
  });
  expect(credentials).toMatchObject({ accessKeyId: expect.stringMatching(/^STS\./) });
  expect(cloud.requests.of("sts", "AssumeRole").at(-1)?.body).toContain("ExternalId=");
});

/** In a process of its own, because the provider takes extra authorities from the environment only. */
async function officialSession(settings: Record<string, string>): Promise<unknown> {
  const directory = await mkdtemp(join(tmpdir(), "official-provider-"));
  const caFile = join(directory, "ca.pem");
  await Bun.write(caFile, cloud.certificateAuthorityPem);
  const program = `
    import { RAMRoleARNCredentialsProvider, StaticAKCredentialsProvider } from "@alicloud/credentials";
    const settings = ${JSON.stringify(settings)};
    const provider = RAMRoleARNCredentialsProvider.builder()
      .withCredentialsProvider(
        StaticAKCredentialsProvider.builder()
          .withAccessKeyId(settings.accessKeyId)
          .withAccessKeySecret(settings.accessKeySecret)
          .build(),
      )
      .withRoleArn(settings.roleArn)
      .withExternalId(settings.externalId)
      .withRoleSessionName("official")
      .withStsEndpoint(settings.stsEndpoint)
      .build();
    console.log(JSON.stringify(await provider.getCredentials()));`;
  const child = Bun.spawn([process.execPath, "-e", program], {
    cwd: import.meta.dir,
    env: { NODE_EXTRA_CA_CERTS: caFile, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" },
    stdout: "pipe",
  });
  const text = await child.stdout.text();
  await rm(directory, { recursive: true });
  return JSON.parse(text);
}
