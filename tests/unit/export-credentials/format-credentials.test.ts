import { describe, expect, test } from "bun:test";
import { FORMATS } from "../../../src/export-credentials/format-credentials.ts";

// The outputs are the Go tool's own (e34e2551), byte for byte, but where it is wrong.

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const key = { accessKeyId: "LTAIfake", accessKeySecret: "fake'secret", securityToken: undefined };
const session = { ...key, accessKeyId: "STS.fake", securityToken: "fake-token", expiration: NOW + 3_600_000 };

const cliConfig = [
  '{\n  "mode": "AK",\n  "access_key_id": "LTAIfake",\n  "access_key_secret": "fake\'secret"\n }',
  '{\n  "mode": "StsToken",\n  "access_key_id": "STS.fake",\n  "access_key_secret": "fake\'secret",\n  "sts_token": "fake-token"\n }',
] as const;
const uriBody = [
  '{\n  "Code": "Success",\n  "AccessKeyId": "LTAIfake",\n  "AccessKeySecret": "fake\'secret",\n  "SecurityToken": "",\n  "Expiration": "2026-01-02T03:14:05Z"\n }',
  '{\n  "Code": "Success",\n  "AccessKeyId": "STS.fake",\n  "AccessKeySecret": "fake\'secret",\n  "SecurityToken": "fake-token",\n  "Expiration": "2026-01-02T04:04:05Z"\n }',
] as const;
const iniFile = [
  "[default]\nenable = true\ntype = access_key\naccess_key_id = LTAIfake\naccess_key_secret = fake'secret\n",
  "[default]\nenable = true\ntype = sts\naccess_key_id = STS.fake\naccess_key_secret = fake'secret\nsecurity_token = fake-token\nsts_token = fake-token\n",
] as const;

describe("a key without an expiration, and a session with one, are written", () => {
  test.each([
    ["aliyun-cli-config-json", cliConfig],
    ["aliyuncli-json", cliConfig],
    ["aliyun-cli-uri-json", uriBody],
    ["aliyuncli-uri", uriBody],
    ["ecs-metadata-json", uriBody],
    ["ecs", uriBody],
    ["credential-file-ini", iniFile],
    ["ini", iniFile],
  ] as const)("as %s", (name, [ofKey, ofSession]) => {
    expect([FORMATS[name](key, NOW), FORMATS[name](session, NOW)]).toEqual([ofKey, ofSession]);
  });

  test.each(["environment-variables", "env"] as const)("as %s, quoted for a shell; a stale token is unset", (name) => {
    const lines = FORMATS[name](key).split("\n");
    expect(lines).toContain("export ALIBABA_CLOUD_ACCESS_KEY_ID=LTAIfake");
    expect(lines).toContain("export ALIBABA_CLOUD_ACCESS_KEY_SECRET='fake'\\''secret'");
    expect(lines).toContain("unset ALIBABA_CLOUD_SECURITY_TOKEN");
    expect(FORMATS[name](session)).toContain("export ALIBABA_CLOUD_SECURITY_TOKEN=fake-token");
  });
});
