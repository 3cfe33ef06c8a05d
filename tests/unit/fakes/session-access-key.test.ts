import { expect, test } from "bun:test";
import { sign } from "node:crypto";
import type { AccessKey } from "../../fakes/cloud/model.ts";
import { rpcStringToSign } from "../../fakes/signing/rpc-signature.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";

const cloud = cloudInEachTest();

async function call(keyOwner: AccessKey, privateKeyPem?: string) {
  const pair = await cloud.registerKeyPair(keyOwner);
  const query = new URLSearchParams({
    Action: "GenerateSessionAccessKey",
    Format: "JSON",
    Version: "2015-04-01",
    AccessKeyId: pair.publicKeyId,
    SignatureMethod: "SHA256withRSA",
    SignatureType: "PRIVATEKEY",
    SignatureVersion: "1.0",
    SignatureNonce: crypto.randomUUID(),
    Timestamp: new Date().toISOString(),
    DurationSeconds: "3600",
  });
  const stringToSign = Buffer.from(rpcStringToSign("GET", query));
  const signature = sign("sha256", stringToSign, privateKeyPem ?? pair.privateKeyPem);
  query.set("Signature", signature.toString("base64"));
  return fetch(`${cloud.addresses.sts.url}/?${query.toString()}`, {
    tls: { ca: cloud.certificateAuthorityPem },
  });
}

test("GenerateSessionAccessKey refuses the signature of another key", async () => {
  const { privateKeyPem } = await cloud.registerKeyPair(cloud.identities.bob);
  const response = await call(cloud.identities.alice, privateKeyPem);
  expect(await response.json()).toMatchObject({ Code: "SignatureDoesNotMatch" });
});
