import { expect, test } from "bun:test";
import { cacheKey } from "../../src/cache/cache-key.ts";
import { resolveCredentials } from "../../src/credentials/resolve-credentials.ts";
import { sourceIdentity } from "../../src/credentials/source-kinds.ts";
import { searchContext, TOKEN } from "../support/search-context.ts";
import { chain, keys, ROLE, role, type CredentialCase, CREDENTIAL_CASES } from "../support/credential-cases.ts";

async function keyOf(
  credentialCase: CredentialCase,
  given: { readonly clusterId?: string; readonly csEndpoint?: string; readonly expirationMinutes?: number } = {},
): Promise<string> {
  const { source, origin } = await resolveCredentials(searchContext(credentialCase));
  const identity = [...origin.identity, sourceIdentity(source)];
  const fields = { clusterId: "c1", csEndpoint: "https://cs.fake.example", expirationMinutes: 180, ...given };
  return cacheKey({ ...fields, identity }).digest;
}

test("no two identities share a cache entry", async () => {
  const names = new Map<string, string[]>();
  for (const [name, credentialCase] of Object.entries(CREDENTIAL_CASES)) {
    const key = await keyOf(credentialCase);
    names.set(key, [...(names.get(key) ?? []), name]);
  }
  expect([...names.values()].filter((shared) => shared.length > 1)).toEqual([]);
  expect(names.size).toBeGreaterThan(50);
});

test("the same identity always has the same entry", async () => {
  for (const [name, credentialCase] of Object.entries(CREDENTIAL_CASES)) {
    expect([name, await keyOf(credentialCase)]).toEqual([name, await keyOf(credentialCase)]);
  }
});

test("cluster, endpoint and expiration keep entries apart, too", async () => {
  const credentialCase = { env: keys };
  const others = [
    await keyOf(credentialCase),
    await keyOf(credentialCase, { clusterId: "c2" }),
    await keyOf(credentialCase, { csEndpoint: "https://cs.other.example" }),
    await keyOf(credentialCase, { expirationMinutes: 60 }),
  ];
  expect(new Set(others).size).toBe(others.length);
});

test.each<[string, CredentialCase, CredentialCase]>([
  [
    "a role in the environment, and by flag",
    { env: { ...keys, ALIBABA_CLOUD_ROLE_ARN: ROLE } },
    { env: keys, settings: { roleArn: ROLE } },
  ],
  ["a role by a key of its own profile, and by the same key of another one", role(), chain()],
  [
    "a new secret for an access key",
    { env: keys },
    { env: { ...keys, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "fake-other" } },
  ],
  [
    "a new security token for its key",
    { env: { ...keys, ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN } },
    { env: { ...keys, ALIBABA_CLOUD_SECURITY_TOKEN: "fake-other" } },
  ],
])("%s: one identity, which shares an entry", async (_, one, other) => {
  expect(await keyOf(one)).toBe(await keyOf(other));
});
