import { describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import CsClient, { DescribeClusterUserKubeconfigRequest } from "@alicloud/cs20151215";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { parse } from "yaml";
import * as v from "valibot";
import { startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";
import { callCs, type CallOptions, userConfigPath } from "./signed-call.ts";

const cloud = cloudInEachTest();

const answerSchema = v.object({ config: v.string(), expiration: v.string() });
const kubeconfigSchema = v.object({
  users: v.tuple([v.object({ user: v.object({ "client-certificate-data": v.string() }) })]),
});

function subjectOf(answer: unknown): string {
  const { config } = v.parse(answerSchema, answer);
  const { user } = v.parse(kubeconfigSchema, parse(config)).users[0];
  return new X509Certificate(Buffer.from(user["client-certificate-data"], "base64")).subject;
}

describe("the official client gets a kubeconfig", () => {
  const signedBy = ["v2", undefined] as const;
  test.each(signedBy)("as a user, with signature algorithm %p", async (signatureAlgorithm) => {
    const { accessKeyId, accessKeySecret } = cloud.identities.alice;
    const answer = await officialCall(signatureAlgorithm, { accessKeyId, accessKeySecret });
    expect(subjectOf(answer)).toContain("CN=kubernetes-1000000000000001-alice");
  });

  test.each(signedBy)("in a session, with signature algorithm %p", async (signatureAlgorithm) => {
    const { accessKeyId, accessKeySecret, securityToken } = cloud.openSession(cloud.roles.ci);
    const answer = await officialCall(signatureAlgorithm, { accessKeyId, accessKeySecret, securityToken });
    expect(subjectOf(answer)).toContain("CN=kubernetes-1000000000000001-role-ci");
  });
});

describe("a refusal", () => {
  test.each<[string, number, string, CallOptions]>([
    ["a wrong secret", 400, "SignatureDoesNotMatch", { secret: "wrong" }],
    ["a date 16 minutes ago", 400, "InvalidTimeStamp.Expired", { headers: { date: minutesAgo(16) } }],
    ["a date in 16 minutes", 400, "InvalidTimeStamp.Expired", { headers: { date: minutesAgo(-16) } }],
    ["no date", 400, "InvalidTimeStamp.Expired", { headers: { date: undefined } }],
    ["no nonce", 400, "MissingSignatureNonce", { headers: { "x-acs-signature-nonce": undefined } }],
    ["another version", 400, "InvalidVersion", { headers: { "x-acs-version": "2014-01-01" } }],
    ["another action", 404, "InvalidAction.NotFound", { headers: { "x-acs-action": "DeleteAll" } }],
    ["14 minutes", 400, "InvalidTemporaryDurationMinutes", { query: { TemporaryDurationMinutes: "14" } }],
    ["4321 minutes", 400, "InvalidTemporaryDurationMinutes", { query: { TemporaryDurationMinutes: "4321" } }],
  ])("for %s is %p %s", async (_, status, code, options) => {
    const response = await callCs(cloud, cloud.identities.alice, path(), options);
    expect(await refusal(response)).toEqual([status, code]);
  });

  test("for a nonce that was used before is SignatureNonceUsed", async () => {
    const headers = { "x-acs-signature-nonce": "once" };
    const call = () => callCs(cloud, cloud.identities.alice, path(), { headers });
    expect((await call()).status).toBe(200);
    expect(await refusal(await call())).toEqual([400, "SignatureNonceUsed"]);
  });

  test("for an unknown access key is InvalidAccessKeyId.NotFound", async () => {
    const stranger = { ...cloud.identities.alice, accessKeyId: "LTAIfakeNOBODY0000000" };
    const response = await callCs(cloud, stranger, path());
    expect(await refusal(response)).toEqual([404, "InvalidAccessKeyId.NotFound"]);
  });

  test("for a disabled access key is InvalidAccessKeyId.Inactive", async () => {
    const response = await callCs(cloud, cloud.identities.retired, path());
    expect(await refusal(response)).toEqual([400, "InvalidAccessKeyId.Inactive"]);
  });

  test("for an expired session is InvalidSecurityToken.Expired", async () => {
    const response = await callCs(cloud, cloud.openSession(cloud.roles.ci, -1), path());
    expect(await refusal(response)).toEqual([400, "InvalidSecurityToken.Expired"]);
  });

  test("for another session's token is InvalidSecurityToken.Malformed", async () => {
    const { securityToken } = cloud.openSession(cloud.roles.ci);
    const mixed = { ...cloud.openSession(cloud.roles.ci), securityToken };
    expect(await refusal(await callCs(cloud, mixed, path()))).toEqual([400, "InvalidSecurityToken.Malformed"]);
  });

  test("for an unknown cluster is the product's own, in lower case", async () => {
    const response = await callCs(cloud, cloud.identities.alice, userConfigPath("c0"));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "ErrorClusterNotFound" });
  });

  test("for somebody else's cluster is StatusForbidden", async () => {
    const response = await callCs(cloud, cloud.identities.bob, path());
    expect(await refusal(response)).toEqual([403, "StatusForbidden"]);
  });
});

test("a cloud whose clock is an hour off refuses an honest client and says so in its Date", async () => {
  const late = await startFakeCloud({ now: () => Date.now() + 3600_000 });
  const response = await callCs(late, late.identities.alice, "/", {
    headers: { date: new Date().toUTCString() },
  });
  expect(await refusal(response)).toEqual([400, "InvalidTimeStamp.Expired"]);
  const date = Date.parse(response.headers.get("date") ?? "");
  expect(date - Date.now()).toBeGreaterThan(3000_000);
  await late.stop();
});

async function refusal(response: Response): Promise<[number, string | undefined]> {
  const schema = v.object({ Code: v.optional(v.string()), code: v.optional(v.string()) });
  const { Code, code } = v.parse(schema, await response.json());
  return [response.status, Code ?? code];
}

async function officialCall(
  signatureAlgorithm: "v2" | undefined,
  key: { accessKeyId: string; accessKeySecret: string; securityToken?: string },
) {
  const config = new $OpenApiUtil.Config({
    ...key,
    endpoint: cloud.addresses.cs.host,
    ca: cloud.certificateAuthorityPem,
    ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
  });
  const request = new DescribeClusterUserKubeconfigRequest({
    privateIpAddress: true,
    temporaryDurationMinutes: 60,
  });
  const client = new CsClient(config);
  return (await client.describeClusterUserKubeconfig(cloud.clusters.production.id, request)).body;
}

function path(): string {
  return userConfigPath(cloud.clusters.production.id);
}

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toUTCString();
}
