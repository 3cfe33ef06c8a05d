import { expect, test } from "bun:test";
import { presignClusterToken } from "../../../src/get-token/presign-cluster-token.ts";

const NOW = Date.parse("2024-01-02T03:04:05Z");
const request = {
  clusterId: "c1",
  extraQuery: {},
  credentials: { accessKeyId: "LTAIfake", accessKeySecret: "fake-secret", securityToken: "fake-token" },
  userAgent: "agent/1",
  now: NOW,
};

function decoded(token: string): string {
  return Buffer.from(token.slice("k8s-ack-v2.".length), "base64").toString("utf8");
}

test("a token is compact JSON in padded base64, its keys in the Go tool's order", () => {
  const { token } = presignClusterToken({ ...request, extraQuery: { zone: "z", alpha: "a" } });
  expect(token).toMatch(/^k8s-ack-v2\.(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
  const json = decoded(token).replace(/Signature=[0-9a-f]{64}/, "Signature=S");
  expect(json).toBe(
    '{"clusterId":"c1","method":"POST","path":"/","query":{"ACKClusterId":"c1","alpha":"a","zone":"z"},"headers":{' +
      '"Authorization":"ACS3-HMAC-SHA256 Credential=LTAIfake,SignedHeaders=x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-version,Signature=S",' +
      '"user-agent":"agent/1","x-acs-action":"GetCallerIdentity",' +
      '"x-acs-content-sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",' +
      '"x-acs-date":"2024-01-02T03:04:05Z","x-acs-security-token":"fake-token","x-acs-version":"2015-04-01"}}',
  );
});

test.each([
  ["credentials without an end", undefined, 600_000],
  ["credentials that outlive it", NOW + 3_600_000, 600_000],
  ["a session that ends sooner", NOW + 300_000, 240_000],
])("kubectl is told to refresh in time, with %s", (_, expiration, life) => {
  const credentials = { ...request.credentials, expiration };
  expect(presignClusterToken({ ...request, credentials }).expiresAt - NOW).toBe(life);
});

test("an extra parameter cannot take the cluster's place", () => {
  const { token } = presignClusterToken({ ...request, extraQuery: { ACKClusterId: "c2" } });
  expect(decoded(token)).toContain('"query":{"ACKClusterId":"c1"}');
});
