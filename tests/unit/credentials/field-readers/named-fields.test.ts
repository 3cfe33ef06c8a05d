import { describe, expect, test } from "bun:test";
import { resolveCredentials } from "../../../../src/credentials/resolve-credentials.ts";
import type { ToolError } from "../../../../src/errors/tool-error.ts";
import { iniSection } from "../../../support/credential-files.ts";
import { ALIYUN_CONFIG, aliyunConfig, INI_FILE, searchContext } from "../../../support/search-context.ts";
import { everythingShownOf, toolErrorOf } from "../../../support/tool-error-of.ts";

type Fields = Readonly<Record<string, string | number>>;

const KEY = { access_key_id: "LTAIfake00000000", access_key_secret: "fake-do-not-show" };
const ROLE = { ram_role_arn: "acs:ram::1:role/fake" };

/** Each mode with exactly what it needs. */
const MODES: Readonly<Record<string, Fields>> = {
  AK: KEY,
  StsToken: { ...KEY, sts_token: "fake-do-not-show" },
  RamRoleArn: { ...KEY, ...ROLE },
  RamRoleArnWithRoleName: ROLE,
  ChainableRamRoleArn: { ...ROLE, source_profile: "other" },
  External: { process_command: "false" },
  CredentialsURI: { credentials_uri: "http://127.0.0.1:1/" },
  OIDC: { ...ROLE, oidc_provider_arn: "acs:ram::1:oidc-provider/fake", oidc_token_file: "/nowhere" },
  CloudSSO: {
    cloud_sso_sign_in_url: "https://127.0.0.1:1/",
    cloud_sso_account_id: "1",
    cloud_sso_access_config: "ac-fake",
    access_token: "fake-do-not-show",
  },
  OAuth: { oauth_site_type: "CN", oauth_access_token: "fake-do-not-show" },
  RsaKeyPair: { key_pair_name: "fake", private_key: "fake-do-not-show" },
};

/** Each type of an INI section with exactly what it needs. */
const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  access_key: KEY,
  sts: { ...KEY, security_token: "fake-do-not-show" },
  ram_role_arn: { ...KEY, role_arn: ROLE.ram_role_arn },
  credentials_uri: { credentials_uri: "http://127.0.0.1:1/" },
  external: { process_command: "false" },
  oidc_role_arn: {
    oidc_provider_arn: "acs:ram::1:oidc-provider/fake",
    oidc_token_file: "/nowhere",
    role_arn: ROLE.ram_role_arn,
  },
  rsa_key_pair: { public_key_id: "fake", private_key_file: "/nowhere" },
  bearer: { bearer_token: "fake-do-not-show" },
};

/** The error of a search that finds this file alone; it says where the mistake is, and gives no secret away. */
async function refusalOf(path: string, content: string, where = ""): Promise<ToolError> {
  const error = await toolErrorOf(() => resolveCredentials(searchContext({ files: { [path]: content } })));
  expect(error).toMatchObject({ code: "credentials_invalid", exitCode: 1 });
  expect(error.message).toContain(`${where} in ${path}`);
  expect(everythingShownOf(error)).not.toContain("fake-do-not-show");
  return error;
}

/** The error for config.json's current profile. */
async function expectProfileRefusal(mode: string, fields: object, problem: RegExp): Promise<void> {
  const profiles = [
    { name: "default", mode, ...fields },
    { name: "other", mode: "AK", ...KEY },
  ];
  const { message, hint } = await refusalOf(ALIYUN_CONFIG, aliyunConfig(profiles), 'profile "default"');
  expect(message).toMatch(problem);
  const isSignIn = mode === "CloudSSO" || mode === "OAuth";
  expect(hint).toMatch(
    isSignIn ? /ack-ram-tool auth login/ : /aliyun configure|write it like|name an existing profile/,
  );
}

const fieldsOf = (kinds: Readonly<Record<string, object>>) =>
  Object.entries(kinds).flatMap(([kind, fields]) => Object.keys(fields).map((field) => [kind, field] as const));

describe.each(fieldsOf(MODES))("in the mode %s the field %s", (mode, field) => {
  const required = MODES[mode] ?? {};

  test.each<[string, unknown, RegExp]>([
    ["missing", undefined, new RegExp(`${field} is missing`)],
    ["null", null, new RegExp(`${field} is missing`)],
    ["empty", "", new RegExp(`${field} is missing`)],
    ["blank", " \t", new RegExp(`${field} `)],
    ["a number", 7, new RegExp(`${field} must be a string, not a number`)],
    ["an object", {}, new RegExp(`${field} must be a string, not an object`)],
    ["a list", ["x"], new RegExp(`${field} must be a string, not an array`)],
  ])("that is %s is reported", async (_, value, error) => {
    await expectProfileRefusal(mode, { ...required, [field]: value }, error);
  });
});

describe("a wrong optional field is reported", () => {
  test.each<[string, string, unknown, RegExp]>([
    ["RamRoleArn", "sts_token", 7, /sts_token must be a string/],
    ["RamRoleArn", "ram_session_name", "a/b", /invalid ram_session_name of .*json: "a\/b" must be 2 to 64 letters/],
    ["RamRoleArn", "ram_session_name", 7, /ram_session_name must be a string/],
    ["RamRoleArn", "external_id", {}, /external_id must be a string/],
    ["RamRoleArn", "policy", {}, /policy must be a string/],
    ["RamRoleArn", "expired_seconds", "soon", /expired_seconds must be a whole number/],
    ["RamRoleArn", "expired_seconds", 1.5, /expired_seconds must be a whole number/],
    ["RamRoleArn", "expired_seconds", {}, /expired_seconds must be a whole number/],
    ["RamRoleArn", "expired_seconds", "99999999999999999999", /expired_seconds is too large a number/],
    ["RamRoleArn", "sts_region", 7, /sts_region must be a string/],
    ["EcsRamRole", "ram_role_name", 7, /ram_role_name must be a string/],
    ["ChainableRamRoleArn", "source_profile", "nobody", /no profile "nobody", only default, other/],
    ["CloudSSO", "cloud_sso_sign_in_url", "http://127.0.0.1/", /cloud_sso_sign_in_url must be an https address/],
    ["CloudSSO", "cloud_sso_sign_in_url", "sso", /cloud_sso_sign_in_url must be an https address/],
    ["CloudSSO", "cloud_sso_access_token_expire", "soon", /cloud_sso_access_token_expire must be a whole number/],
    ["CredentialsURI", "credentials_uri", "nonsense", /credentials_uri must be an http or https address/],
    ["CredentialsURI", "credentials_uri", "file:///etc/passwd", /credentials_uri must be an http or https address/],
    ["CredentialsURI", "credentials_uri", "http://", /credentials_uri must be an http or https address/],
    ["OAuth", "oauth_site_type", "MARS", /oauth_site_type must be CN or INTL/],
    ["AK", "access_key_secret", "two words", /access_key_secret must be ASCII, without spaces/],
    ["AK", "access_key_id", "ключ", /access_key_id must be ASCII, without spaces/],
  ])("%s: %s = %j", async (mode, field, value, error) => {
    await expectProfileRefusal(mode, { ...MODES[mode], [field]: value }, error);
  });
});

describe.each(fieldsOf(TYPES))("the type %s without %s", (type, field) => {
  test.each(["missing", "empty"])("is an error that names it: %s", async (how) => {
    const { [field]: _, ...others } = TYPES[type] ?? {};
    const section = iniSection("default", { type, ...others, ...(how === "empty" && { [field]: "" }) });
    const { message, hint } = await refusalOf(INI_FILE, section, "section [default]");
    expect(message).toContain(`${field} is missing`);
    expect(hint).toBe(`correct the file: a section with type = ${type} needs it`);
  });
});

const chained = (name: string, source: string) => ({
  name,
  mode: "ChainableRamRoleArn",
  source_profile: source,
  ...ROLE,
});

describe("a chain of profiles that comes back to itself is refused, and its way is named", () => {
  test.each<[string, readonly object[], string]>([
    ["itself", [chained("default", "default")], "default -> default"],
    ["two", [chained("default", "b"), chained("b", "default")], "default -> b -> default"],
    ["a ring behind it", [chained("default", "b"), chained("b", "c"), chained("c", "b")], "default -> b -> c -> b"],
  ])("%s", async (_, profiles, circle) => {
    const { message, hint } = await refusalOf(ALIYUN_CONFIG, aliyunConfig(profiles));
    expect(message).toContain(`source_profile forms a cycle: ${circle}`);
    expect(hint).toContain("credentials of its own");
  });
});
