import { describe, expect, test } from "bun:test";
import { environmentProvider } from "../../../src/credentials/environment-provider.ts";
import type { SearchResult } from "../../../src/credentials/provider.ts";
import type { Env } from "../../../src/world/world.ts";
import { everythingShownOf, toolErrorOf } from "../../support/tool-error-of.ts";
import { KEY_ID, SECRET, searchContext, TOKEN } from "../../support/search-context.ts";

// The documented names, in the order in which they count; written out here, so that a slip in the table shows.
const IDS = [
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALICLOUD_ACCESS_KEY",
  "ALIBABACLOUD_ACCESS_KEY_ID",
  "ALICLOUD_ACCESS_KEY_ID",
  "ACCESS_KEY_ID",
];
const SECRETS = [
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALICLOUD_SECRET_KEY",
  "ALIBABACLOUD_ACCESS_KEY_SECRET",
  "ALICLOUD_ACCESS_KEY_SECRET",
  "ACCESS_KEY_SECRET",
];
const TOKENS = [
  "ALIBABA_CLOUD_SECURITY_TOKEN",
  "ALICLOUD_ACCESS_KEY_STS_TOKEN",
  "ALIBABACLOUD_SECURITY_TOKEN",
  "ALICLOUD_SECURITY_TOKEN",
  "SECURITY_TOKEN",
];
const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET };

const ROLE = "acs:ram::1:role/fake";
const PROVIDER = "acs:ram::1:oidc-provider/fake";

async function search(env: Env): Promise<SearchResult> {
  return await environmentProvider.search(searchContext({ env }));
}

describe("keys in the environment", () => {
  test.each(IDS.map((id, index) => [id, SECRETS[index] ?? "", TOKENS[index] ?? ""]))(
    "%s, %s and %s are a family",
    async (id, secret, token) => {
      expect(await search({ [id]: KEY_ID, [secret]: SECRET })).toMatchObject({
        found: true,
        source: { kind: "access-key", accessKeyId: KEY_ID, accessKeySecret: SECRET },
        origin: { description: "environment variables" },
      });
      expect(await search({ [id]: KEY_ID, [secret]: SECRET, [token]: TOKEN })).toMatchObject({
        source: { kind: "sts-token", accessKeyId: KEY_ID, accessKeySecret: SECRET, securityToken: TOKEN },
      });
    },
  );

  test.each(IDS.slice(1).map((later, index) => [IDS[index] ?? "", later]))(
    "%s counts before %s",
    async (earlier, later) => {
      expect(await search({ ...keys, [IDS[0] ?? ""]: "", [earlier]: "earlier-id", [later]: "later-id" })).toMatchObject(
        { source: { accessKeyId: "earlier-id" } },
      );
    },
  );

  test.each(SECRETS.slice(1).map((later, index) => [SECRETS[index] ?? "", later]))(
    "%s counts before %s",
    async (earlier, later) => {
      const env = { ...keys, [SECRETS[0] ?? ""]: "", [earlier]: "earlier", [later]: "later" };
      expect(await search(env)).toMatchObject({ source: { accessKeySecret: "earlier" } });
    },
  );

  test.each(TOKENS.slice(1).map((later, index) => [TOKENS[index] ?? "", later]))(
    "%s counts before %s",
    async (earlier, later) => {
      expect(await search({ ...keys, [earlier]: "earlier", [later]: "later" })).toMatchObject({
        source: { securityToken: "earlier" },
      });
    },
  );

  test("may come from mixed families", async () => {
    expect(
      await search({ ALICLOUD_ACCESS_KEY: KEY_ID, ACCESS_KEY_SECRET: SECRET, ALIBABACLOUD_SECURITY_TOKEN: TOKEN }),
    ).toMatchObject({
      source: { kind: "sts-token", accessKeyId: KEY_ID, accessKeySecret: SECRET, securityToken: TOKEN },
    });
  });

  test("lose the white space around them that mounted secrets have", async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: ` ${KEY_ID}\r\n`, ALIBABA_CLOUD_ACCESS_KEY_SECRET: `\t${SECRET}\n` };
    expect(await search(env)).toMatchObject({ source: { accessKeyId: KEY_ID, accessKeySecret: SECRET } });
  });

  test("are an access key if the token is empty", async () => {
    expect(await search({ ...keys, ALIBABA_CLOUD_SECURITY_TOKEN: "" })).toMatchObject({
      source: { kind: "access-key" },
    });
  });
});

describe("an incomplete set counts as absent, and what is missing is named", () => {
  test.each<[string, Env, string]>([
    ["nothing", {}, "ALIBABA_CLOUD_ACCESS_KEY_ID is not set"],
    [
      "an id alone",
      { ALICLOUD_ACCESS_KEY: KEY_ID },
      "ALICLOUD_ACCESS_KEY is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not",
    ],
    [
      "a secret alone",
      { ACCESS_KEY_SECRET: SECRET },
      "ACCESS_KEY_SECRET is set, but ALIBABA_CLOUD_ACCESS_KEY_ID is not",
    ],
    [
      "an id with an empty secret",
      { ...keys, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" },
      "ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not",
    ],
    ["a token alone", { SECURITY_TOKEN: TOKEN }, "ALIBABA_CLOUD_ACCESS_KEY_ID is not set"],
    ["a role alone", { ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/fake" }, "ALIBABA_CLOUD_ACCESS_KEY_ID is not set"],
  ])("%s", async (_, env, reason) => {
    expect(await search(env)).toMatchObject({ found: false, reason });
  });

  test.each<[string, Env]>([
    ["id", { ALICLOUD_ACCESS_KEY: KEY_ID }],
    ["secret", { ACCESS_KEY_SECRET: SECRET }],
  ])("an %s alone is a warning, too: the search goes on to another identity", async (_, env) => {
    const { warnings = [] } = await search(env);
    expect(warnings.join()).toMatch(/ is set, but \w+ is not: the environment's key is not used$/);
    expect(warnings.join()).not.toContain(SECRET);
  });

  test("half a key is a warning beside another source, too", async () => {
    const result = await search({ ALIBABA_CLOUD_ACCESS_KEY_ID: KEY_ID, ALIBABA_CLOUD_ECS_METADATA: "role" });
    expect(result).toMatchObject({
      found: true,
      warnings: [
        "ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not: the environment's key is not used",
      ],
    });
  });

  test.each<[string, Env, string]>([
    [
      "no provider",
      { ALIBABA_CLOUD_ROLE_ARN: ROLE, ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token" },
      "ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_TOKEN_FILE are set, ALIBABA_CLOUD_OIDC_PROVIDER_ARN is not",
    ],
    [
      "no token, beside a key",
      { ...keys, ALIBABA_CLOUD_ROLE_ARN: ROLE, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: PROVIDER },
      "ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_PROVIDER_ARN are set, ALIBABA_CLOUD_OIDC_TOKEN_FILE is not",
    ],
  ])("an OIDC role with %s is a warning", async (_, env, missing) => {
    expect(await search(env)).toMatchObject({ warnings: [`the environment's OIDC role is incomplete: ${missing}`] });
  });

  test("a whole OIDC role is no warning", async () => {
    const env = {
      ALIBABA_CLOUD_ROLE_ARN: ROLE,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: PROVIDER,
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
    };
    expect(await search(env)).not.toHaveProperty("warnings");
  });

  test("a role or token alone is no warning: such variables are often left over", async () => {
    expect(await search({ SECURITY_TOKEN: TOKEN, ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/fake" })).not.toHaveProperty(
      "warnings",
    );
  });
});

test("an instance's role where the metadata service is disabled is an error that names the variable of the role", async () => {
  const error = await toolErrorOf(() =>
    search({ ALIBABA_CLOUD_ECS_METADATA: "role", ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" }),
  );
  expect(error.message).toBe(
    "ALIBABA_CLOUD_ECS_METADATA needs the ECS metadata service, but ALIBABA_CLOUD_ECS_METADATA_DISABLED disables it",
  );
});

describe("an impossible key stops the search with an error that names the variable and not the value", () => {
  test.each([
    ["white space inside", "fake secret"],
    ["a line break inside", "fake\nsecret"],
    ["a letter that is not ASCII", "fäke-secret"],
    ["a control character", "fake\u0000secret"],
    ["white space only", " \n"],
  ])("%s", async (_, value) => {
    for (const name of [
      "ALIBABA_CLOUD_ACCESS_KEY_ID",
      "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
      "ALIBABA_CLOUD_SECURITY_TOKEN",
    ]) {
      const error = await toolErrorOf(() => search({ ...keys, [name]: value }));
      expect(error.code).toBe("credentials_invalid");
      expect(error.message).toContain(name);
      expect(error.hint).toContain("--ignore-env-credentials");
      for (const secret of [SECRET, ...value.split(/[\s\0]/)]) {
        if (secret.length > 4) expect(everythingShownOf(error)).not.toContain(secret);
      }
    }
  });
});
