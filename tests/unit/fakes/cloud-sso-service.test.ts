import { expect, test } from "bun:test";
import type { FakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";

const cloud = cloudInEachTest();

const exchange = (accessToken: string, body: string) =>
  fetch(`${cloud.addresses.cloudSso.url}/cloud-credentials`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body,
    tls: { ca: cloud.certificateAuthorityPem },
  });
const bodyOf = ({ accountId, accessConfigurationId }: ReturnType<FakeCloud["signInToCloudSso"]>) =>
  JSON.stringify({ AccountId: accountId, AccessConfigurationId: accessConfigurationId });

test("CloudSSO refuses an expired token, and a request without a body", async () => {
  const late = cloud.signInToCloudSso(cloud.roles.ci, -1);
  expect((await exchange(late.accessToken, bodyOf(late))).status).toBe(401);
  const login = cloud.signInToCloudSso(cloud.roles.ci);
  expect((await exchange(login.accessToken, "")).status).toBe(400);
});
