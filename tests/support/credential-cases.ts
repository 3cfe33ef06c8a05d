import { iniSection } from "./credential-files.ts";
import {
  akProfile,
  ALIYUN_CONFIG,
  aliyunConfig,
  HOME,
  INI_FILE,
  KEY_ID,
  SECRET,
  type searchContext,
  TOKEN,
} from "./search-context.ts";

/** Files, variables and flags in which credentials are looked for. */
export type CredentialCase = Parameters<typeof searchContext>[0];

const OTHER_ID = "LTAIfakefakefakeother";
export const ROLE = "acs:ram::1:role/fake";
export const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET };
const oidc = {
  ALIBABA_CLOUD_ROLE_ARN: ROLE,
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/fake",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
};
const access = { access_key_id: KEY_ID, access_key_secret: SECRET };

const profile = (fields: object, settings: CredentialCase["settings"] = {}): CredentialCase => ({
  files: {
    [ALIYUN_CONFIG]: aliyunConfig([{ name: "default", ...fields }, akProfile("base"), akProfile("other", OTHER_ID)]),
  },
  settings,
});
const section = (fields: Readonly<Record<string, string>>): CredentialCase => ({
  files: { [INI_FILE]: iniSection("default", fields) },
});
/** A profile that assumes a role with an access key. */
export const role = (fields: object = {}) => profile({ mode: "RamRoleArn", ...access, ram_role_arn: ROLE, ...fields });
/** A profile that assumes a role with another profile's key. */
export const chain = (fields: object = {}) =>
  profile({ mode: "ChainableRamRoleArn", source_profile: "base", ram_role_arn: ROLE, ...fields });
const sso = (fields: object = {}) =>
  profile({
    mode: "CloudSSO",
    cloud_sso_sign_in_url: "https://sso.fake.example/",
    cloud_sso_account_id: "1",
    cloud_sso_access_config: "ac-fake",
    access_token: "fake-one",
    ...fields,
  });
const oauth = (fields: object = {}) =>
  profile({ mode: "OAuth", oauth_site_type: "CN", oauth_refresh_token: "fake-one", ...fields });

const { ALIBABA_CLOUD_OIDC_TOKEN_FILE: _, ...job } = {
  ...oidc,
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://fake.example/",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "fake",
};

/** No two of them are the same identity in the same session. */
export const CREDENTIAL_CASES: Readonly<Record<string, CredentialCase>> = {
  "an access key in the environment": { env: keys },
  "another access key": { env: { ...keys, ALIBABA_CLOUD_ACCESS_KEY_ID: OTHER_ID } },
  "an STS token": { env: { ...keys, ALIBABA_CLOUD_SECURITY_TOKEN: TOKEN } },
  "an access key with a role": { env: { ...keys, ALIBABA_CLOUD_ROLE_ARN: ROLE } },
  "with another role": { env: { ...keys, ALIBABA_CLOUD_ROLE_ARN: `${ROLE}2` } },
  "with --role-arn in a session of another name": {
    env: { ...keys, ALIBABA_CLOUD_ROLE_SESSION_NAME: "other" },
    settings: { roleArn: ROLE },
  },
  "with --role-arn at another STS": {
    env: keys,
    settings: { roleArn: ROLE, region: { label: "--region-id", text: "cn-beijing" } },
  },
  "with a role on a role": { env: { ...keys, ALIBABA_CLOUD_ROLE_ARN: ROLE }, settings: { roleArn: `${ROLE}2` } },
  "an OIDC token": { env: oidc },
  "an OIDC token in another file": { env: { ...oidc, ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/other" } },
  "an OIDC token of another provider": {
    env: { ...oidc, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/other" },
  },
  "a job on GitHub": { env: job },
  "another job on GitHub": { env: { ...job, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "fake-other" } },
  "a job on GitHub with another audience": { env: { ...job, ALIBABA_CLOUD_OIDC_AUDIENCE: "other" } },
  "with a role for an external id": {
    env: { ...keys, ALIBABA_CLOUD_ROLE_ARN: ROLE, ALIBABA_CLOUD_EXTERNAL_ID: "x" },
  },
  "a credentials URI": { env: { ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1/a" } },
  "another credentials URI": { env: { ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1/b" } },
  "the instance's role": { settings: { credentialType: "imds" } },
  "the instance's role by name": { env: { ALIBABA_CLOUD_ECS_METADATA: "a" } },
  "the instance's other role": { env: { ALIBABA_CLOUD_ECS_METADATA: "b" } },
  "the instance's role at another address": {
    env: { ALIBABA_CLOUD_IMDS_ENDPOINT: "http://127.0.0.1" },
    settings: { credentialType: "imds" },
  },
  "the mode AK": profile({ mode: "AK", ...access }),
  "the mode AK of another profile with the same key": profile({ mode: "AK", ...access }, { profileName: "base" }),
  "the mode AK in another file": {
    files: { [`${HOME}/other.json`]: aliyunConfig([akProfile("default")]) },
    settings: { profileFile: "~/other.json" },
  },
  "the mode StsToken": profile({ mode: "StsToken", ...access, sts_token: TOKEN }),
  "the mode RamRoleArn": role(),
  "RamRoleArn with an STS token": role({ sts_token: TOKEN }),
  "RamRoleArn with a session name": role({ ram_session_name: "other" }),
  "RamRoleArn with an external id": role({ external_id: "x" }),
  "RamRoleArn with a policy": role({ policy: "{}" }),
  "RamRoleArn at another STS": role({ sts_region: "cn-beijing" }),
  "RamRoleArn at an STS that the profile names": role({ sts_endpoint: "sts.fake.example" }),
  "RamRoleArn inside a VPC": role({ sts_region: "cn-beijing", enable_vpc: true }),
  "the mode EcsRamRole": profile({ mode: "EcsRamRole", ram_role_name: "a" }),
  "the mode RamRoleArnWithRoleName": profile({
    mode: "RamRoleArnWithRoleName",
    ram_role_name: "a",
    ram_role_arn: ROLE,
  }),
  "the mode ChainableRamRoleArn": chain({ source_profile: "other" }),
  "the mode External": profile({ mode: "External", process_command: "x a b" }),
  "External with other words": profile({ mode: "External", process_command: "x ab" }),
  "the mode CredentialsURI": profile({ mode: "CredentialsURI", credentials_uri: "http://127.0.0.1/a" }),
  "the mode OIDC": profile({
    mode: "OIDC",
    ram_role_arn: ROLE,
    oidc_provider_arn: "acs:ram::1:oidc-provider/fake",
    oidc_token_file: "/token",
  }),
  "the mode CloudSSO": sso(),
  "CloudSSO of another user": sso({ access_token: "fake-two" }),
  "CloudSSO in another account": sso({ cloud_sso_account_id: "2" }),
  "CloudSSO with another access configuration": sso({ cloud_sso_access_config: "ac-other" }),
  "CloudSSO at another site": sso({ cloud_sso_sign_in_url: "https://other.fake.example/" }),
  "CloudSSO with a session that the aliyun CLI left": sso(leftSession("STS.fakeOne")),
  "CloudSSO with another session": sso(leftSession("STS.fakeTwo")),
  "the mode OAuth": oauth(),
  "OAuth with an access token alone": oauth({ oauth_refresh_token: "", oauth_access_token: "fake-access" }),
  "OAuth with a session that the aliyun CLI left": oauth(leftSession("STS.fakeOne")),
  "OAuth with another session": oauth(leftSession("STS.fakeTwo")),
  "OAuth of another user": oauth({ oauth_refresh_token: "fake-two" }),
  "OAuth at another site": oauth({ oauth_site_type: "INTL" }),
  "the mode RsaKeyPair": profile({ mode: "RsaKeyPair", key_pair_name: "fake", private_key: "fake" }),
  "RsaKeyPair by another name": profile({ mode: "RsaKeyPair", key_pair_name: "other", private_key: "fake" }),
  "the type access_key": section({ type: "access_key", ...access }),
  "the type sts": section({ type: "sts", ...access, sts_token: TOKEN }),
  "the type ram_role_arn": section({ type: "ram_role_arn", ...access, role_arn: ROLE }),
  "the type bearer": section({ type: "bearer", bearer_token: "fake-one" }),
  "another bearer token": section({ type: "bearer", bearer_token: "fake-two" }),
  "the type credentials_uri": section({ type: "credentials_uri", credentials_uri: "http://127.0.0.1/a" }),
};

/** What the aliyun CLI leaves in a profile after it has exchanged a sign-in. */
function leftSession(accessKeyId: string): object {
  return { access_key_id: accessKeyId, access_key_secret: "fake", sts_token: "fake", sts_expiration: 4_000_000_000 };
}
