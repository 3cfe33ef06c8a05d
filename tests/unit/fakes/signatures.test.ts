import { expect, test } from "bun:test";
import { roaSignature, roaStringToSign } from "../../fakes/signing/roa-signature.ts";
import { rpcSignature, rpcStringToSign } from "../../fakes/signing/rpc-signature.ts";

test.each([
  ["a plain access key", {}, "f76i90HWslWLLyu2hlCpuYH/PiA="],
  ["a session", { "x-acs-accesskey-id": "testid", "x-acs-security-token": "tok" }, "fLiL2wu6iLCRHUDZ35k1GaF+jMw="],
])("the ROA signature of %s is the one of the golden vector", (_, session, signature) => {
  const stringToSign = roaStringToSign({
    method: "GET",
    path: "/k8s/c123/user_config",
    query: new URLSearchParams({ TemporaryDurationMinutes: "180", PrivateIpAddress: "true" }),
    headers: {
      host: "cs.aliyuncs.com",
      accept: "application/json",
      date: "Tue, 02 Jan 2024 03:04:05 GMT",
      "x-acs-action": "DescribeClusterUserKubeconfig",
      "x-acs-version": "2015-12-15",
      "x-acs-signature-method": "HMAC-SHA1",
      "x-acs-signature-version": "1.0",
      "x-acs-signature-nonce": "n",
      ...session,
    },
    body: "",
  });
  expect(roaSignature("testsecret", stringToSign)).toBe(signature);
});

test("the RPC signature of AssumeRole is the one of the golden vector", () => {
  const parameters = Object.entries({
    AccessKeyId: "testid",
    Action: "AssumeRole",
    ExternalId: "ext*~ 1",
    Format: "JSON",
    RoleArn: "acs:ram::1:role/x",
    RoleSessionName: "s",
    SecurityToken: "T+/=",
    SignatureMethod: "HMAC-SHA1",
    SignatureNonce: "n",
    SignatureVersion: "1.0",
    Timestamp: "2024-01-02T03:04:05Z",
    Version: "2015-04-01",
  });
  expect(rpcSignature("testsecret", rpcStringToSign("POST", parameters))).toBe("b3DouZO/Y9PouVpHyezUlYw4/eo=");
});
