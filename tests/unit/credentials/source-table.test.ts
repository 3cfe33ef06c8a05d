import { describe, expect, test } from "bun:test";
import { describeSource, sourceIdentity } from "../../../src/credentials/source-table.ts";
import type { Source } from "../../../src/credentials/source.ts";
import { staticSource } from "../../../src/credentials/static-source.ts";
import { KEY_ID, SECRET, TOKEN } from "../../support/search-context.ts";

const accessKey = staticSource({ accessKeyId: KEY_ID, accessKeySecret: SECRET });
const stsToken = staticSource({ accessKeyId: KEY_ID, accessKeySecret: SECRET, securityToken: TOKEN });

const program = { named: "a test's profile", readProfile: () => accessKey };

describe.each([
  ["an access key", accessKey, "access key LTAI…abcd"],
  ["an STS token", stsToken, "STS token of access key LTAI…abcd"],
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
