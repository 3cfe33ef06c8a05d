import { describe, expect, test } from "bun:test";
import { describeSource, sourceIdentity, sourceSecret } from "../../../src/credentials/source-kinds.ts";
import { type Source, staticSource } from "../../../src/credentials/source.ts";
import { KEY_ID, SECRET, TOKEN } from "../../support/search-context.ts";

const accessKey = staticSource({ accessKeyId: KEY_ID, accessKeySecret: SECRET });
const stsToken = staticSource({ accessKeyId: KEY_ID, accessKeySecret: SECRET, securityToken: TOKEN });

const program = { label: "a test's profile", readProfile: () => accessKey };

describe.each([
  ["an access key", accessKey, "access key LTAI…abcd"],
  ["an STS token", stsToken, "the STS token of access key LTAI…abcd"],
])("%s", (_, source, words) => {
  test("is described with its id masked", () => {
    expect(describeSource(source)).toBe(words);
  });

  test("is identified by its id and by nothing secret", () => {
    const identity = JSON.stringify(sourceIdentity(source));
    expect(identity).toContain(KEY_ID);
    expect(identity).not.toContain(SECRET);
    expect(identity).not.toContain(TOKEN);
  });

  test("stays the same identity with another secret: the id says whose it is", () => {
    expect(sourceIdentity({ ...source, accessKeySecret: "another" })).toEqual(sourceIdentity(source));
  });
});

test.each<[string, Source, Source]>([
  [
    "a program's command line",
    { kind: "external", command: `login --password ${SECRET}`, ...program },
    { kind: "external", command: "login --password other", ...program },
  ],
  [
    "a credentials URI's query",
    { kind: "credentials-uri", uri: `http://127.0.0.1/?key=${SECRET}` },
    { kind: "credentials-uri", uri: "http://127.0.0.1/?key=other" },
  ],
])("%s is part of the identity, as its digest", (_, source, other) => {
  expect(JSON.stringify(sourceIdentity(source))).not.toContain(SECRET);
  expect(sourceIdentity(other)).not.toEqual(sourceIdentity(source));
});

test("an access key and an STS token with the same id are two identities", () => {
  expect(sourceIdentity(accessKey)).not.toEqual(sourceIdentity(stsToken));
});

describe("what seals a source's certificates", () => {
  const role = { roleArn: "acs:ram::1:role/fake", sessionName: "fake", stsEndpoint: "https://sts.fake.example" };
  const session = { ...role, policy: undefined, durationSeconds: undefined };

  test.each<[string, Source, string | undefined]>([
    ["an access key's secret", accessKey, SECRET],
    ["an STS token's secret", stsToken, SECRET],
    [
      "that of the key that assumes a role",
      { kind: "assumed-role", base: accessKey, externalId: undefined, ...session },
      SECRET,
    ],
    ["a bearer token", { kind: "bearer", bearerToken: TOKEN }, TOKEN],
    [
      "nothing, for an instance's role",
      { kind: "ecs-role", endpoint: "http://127.0.0.1", roleName: "r", useV2: true, allowV1: true },
      undefined,
    ],
    [
      "nothing, for an OIDC token in a file",
      { kind: "oidc-role", providerArn: "p", token: { file: "/t" }, ...session },
      undefined,
    ],
    ["nothing, for a program", { kind: "external", command: "login", ...program }, undefined],
    ["nothing, for a credentials URI", { kind: "credentials-uri", uri: "http://127.0.0.1/" }, undefined],
  ])("is %s", (_, source, secret) => {
    expect(sourceSecret(source)).toBe(secret);
  });
});
