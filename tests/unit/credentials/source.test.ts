import { describe, expect, test } from "bun:test";
import { renewsSignIn, signInFingerprint, type Source, staticSource } from "../../../src/credentials/source.ts";

const key = staticSource({ accessKeyId: "LTAIfake", accessKeySecret: "fake" });
const oauth: Source = {
  kind: "oauth",
  site: "CN",
  endpoint: "https://oauth.example",
  file: "/config.json",
  profileName: "default",
  fingerprint: "fake",
  accessTokenExpiration: 0,
  isRenewable: true,
};

function roleOn(base: Source): Source {
  const role = { roleArn: "acs:ram::1:role/fake", sessionName: "fake", externalId: undefined, policy: undefined };
  return { kind: "assumed-role", base, ...role, durationSeconds: undefined, stsEndpoint: "https://sts.example" };
}

test.each<[string, Source, boolean]>([
  ["an OAuth sign-in", oauth, true],
  ["a role on top of a role on top of it", roleOn(roleOn(oauth)), true],
  ["a key", key, false],
  ["a role on top of a key", roleOn(key), false],
])("getting credentials of %s may rewrite the file or not", (_, source, renews) => {
  expect(renewsSignIn(source)).toBe(renews);
});

describe("a sign-in", () => {
  const before = signInFingerprint({ refreshToken: "fake-r", accessToken: "fake-a" }, undefined);

  test("is the same with another access token, as long as the refresh token is the same", () => {
    expect(signInFingerprint({ refreshToken: "fake-r", accessToken: "fake-b" }, undefined)).toBe(before);
  });

  test.each([
    ["refresh token", { refreshToken: "fake-s", accessToken: "fake-a" }, undefined],
    ["access token, where that is all", { accessToken: "fake-a" }, undefined],
    [
      "session that the aliyun CLI left",
      { refreshToken: "fake-r", accessToken: "fake-a" },
      { accessKeyId: "STS.fake" },
    ],
  ])("with another %s is a different one", (_, tokens, stored) => {
    expect(signInFingerprint(tokens, stored)).not.toBe(before);
  });
});
