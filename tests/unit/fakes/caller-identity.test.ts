import { expect, test } from "bun:test";
import { createHash, createHmac } from "node:crypto";
import type { AccessKey } from "../../fakes/cloud/model.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";

const cloud = cloudInEachTest();

const hex = (text: string) => createHash("sha256").update(text).digest("hex");

/** Made by the published rules of signature version 3, without the fake's own canonicalisation. */
function makeToken({ accessKeyId, accessKeySecret }: AccessKey, clusterId: string): string {
  const date = `${new Date().toISOString().slice(0, 19)}Z`;
  const names = "x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-version";
  const canonical = `POST\n/\nACKClusterId=${clusterId}\nx-acs-action:GetCallerIdentity\nx-acs-content-sha256:${hex("")}\nx-acs-date:${date}\nx-acs-version:2015-04-01\n\n${names}\n${hex("")}`;
  const signature = createHmac("sha256", accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${hex(canonical)}`)
    .digest("hex");
  const content = {
    clusterId,
    method: "POST",
    path: "/",
    query: { ACKClusterId: clusterId },
    headers: {
      Authorization: `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names},Signature=${signature}`,
      "user-agent": "a test",
      "x-acs-action": "GetCallerIdentity",
      "x-acs-content-sha256": hex(""),
      "x-acs-date": date,
      "x-acs-version": "2015-04-01",
    },
  };
  return `k8s-ack-v2.${Buffer.from(JSON.stringify(content)).toString("base64")}`;
}

test("a pre-signed token tells who signed it and for which cluster, more than once", () => {
  const { production } = cloud.clusters;
  const token = makeToken(cloud.identities.bob, production.id);
  for (const _ of [1, 2]) {
    expect(cloud.verifyToken(token)).toMatchObject({
      identity: { name: "bob" },
      clusterId: production.id,
    });
  }
});

test("a pre-signed token with a wrong secret is refused, and so is what is not a token", () => {
  const forged = makeToken({ ...cloud.identities.bob, accessKeySecret: "wrong" }, "c0");
  expect(() => cloud.verifyToken(forged)).toThrow("is not matched");
  expect(() => cloud.verifyToken("k8s-aws-v1.x")).toThrow("does not start with");
});
