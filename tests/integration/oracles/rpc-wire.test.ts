import { expect, test } from "bun:test";
import type { RecordedRequest } from "../../fakes/server/request-log.ts";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import { keyFields, writeProfile } from "../../support/credential-files.ts";
import { askOfficialPackage } from "../../support/official-credentials.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** What differs from call to call; the official AssumeRoleWithOIDC, which is not signed, has no nonce. */
const OWN = new Set(["Signature", "SignatureNonce", "Timestamp"]);

function wireOf({ method, path, query, headers, body }: RecordedRequest): object {
  return {
    method,
    path,
    query: Object.fromEntries([...query].filter(([name]) => !OWN.has(name))),
    timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(query.get("Timestamp") ?? ""),
    type: headers["content-type"],
    body: Object.fromEntries(new URLSearchParams(body)),
  };
}

/** The two calls that a scene saw: the official one, then ours, both answered well. */
function expectSameWire({ cloud }: Scene, action: string): void {
  const [official, ours, ...others] = cloud.requests.of("sts", action);
  if (official === undefined || ours === undefined) throw new Error("one of the calls did not arrive");
  expect(others).toEqual([]);
  expect([official.status, ours.status]).toEqual([200, 200]);
  expect(wireOf(ours)).toEqual(wireOf(official));
}

const POLICY = '{"Version":"1","Statement":[{"Effect":"Allow","Action":["cs:*"],"Resource":"*"}]} ~!()\'+';

test("our AssumeRole is the official provider's, parameter for parameter", async () => {
  await using scene = await setScene();
  const { identities, roles, addresses } = scene.cloud;
  const role = { arn: roles.audited.arn, externalId: roles.audited.externalId };
  await askOfficialPackage(
    scene,
    `sdk.RAMRoleARNCredentialsProvider.builder()
      .withCredentialsProvider(sdk.EnvironmentVariableCredentialsProvider.builder().build())
      .withRoleArn(${JSON.stringify(role.arn)})
      .withExternalId(${JSON.stringify(role.externalId)})
      .withPolicy(${JSON.stringify(POLICY)})
      .withRoleSessionName("a.test@home")
      .withDurationSeconds(1800)
      .withStsEndpoint(${JSON.stringify(addresses.sts.host)})
      .build()`,
    scene.alice,
  );
  await writeProfile(scene, {
    mode: "RamRoleArn",
    ...keyFields(identities.alice),
    ram_role_arn: role.arn,
    external_id: role.externalId,
    ram_session_name: "a.test@home",
    expired_seconds: 1800,
    policy: POLICY,
  });
  await scene.runInProcess(getCredential(scene.cloud));
  expectSameWire(scene, "AssumeRole");
});

test("our AssumeRole with an STS token is the official provider's, too", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const session = cloud.openSession(cloud.roles.ci);
  await askOfficialPackage(
    scene,
    `sdk.RAMRoleARNCredentialsProvider.builder()
      .withCredentialsProvider(sdk.EnvironmentVariableCredentialsProvider.builder().build())
      .withRoleArn(${JSON.stringify(cloud.roles.chained.arn)})
      .withRoleSessionName("a-test")
      .withStsEndpoint(${JSON.stringify(cloud.addresses.sts.host)})
      .build()`,
    variablesOf(session),
  );
  await writeProfile(scene, {
    mode: "RamRoleArn",
    ...keyFields(session),
    ram_role_arn: cloud.roles.chained.arn,
    ram_session_name: "a-test",
    expired_seconds: 3600,
  });
  await scene.runInProcess(getCredential(cloud));
  expectSameWire(scene, "AssumeRole");
});

test("our AssumeRoleWithOIDC is the official provider's, too", async () => {
  await using scene = await setScene();
  const { cloud } = scene;
  const tokenFile = await scene.write("oidc-token", cloud.oidc.token);
  await askOfficialPackage(
    scene,
    `sdk.OIDCRoleArnCredentialsProvider.builder()
      .withOIDCTokenFilePath(${JSON.stringify(tokenFile)})
      .withOIDCProviderArn(${JSON.stringify(cloud.oidc.providerArn)})
      .withRoleArn(${JSON.stringify(cloud.roles.workload.arn)})
      .withRoleSessionName("a-test")
      .withDurationSeconds(3600)
      .withStsEndpoint(${JSON.stringify(cloud.addresses.sts.host)})
      .build()`,
  );
  await writeProfile(scene, {
    mode: "OIDC",
    oidc_provider_arn: cloud.oidc.providerArn,
    oidc_token_file: tokenFile,
    ram_role_arn: cloud.roles.workload.arn,
    ram_session_name: "a-test",
    expired_seconds: 3600,
  });
  await scene.runInProcess(getCredential(cloud));
  expectSameWire(scene, "AssumeRoleWithOIDC");
});
