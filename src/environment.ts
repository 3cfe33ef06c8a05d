import type { Env } from "./world/world.ts";

/** A variable's name, or several in order of precedence. */
export type VariableNames = string | readonly [string, ...string[]];

/** The names, one or several, as a list. */
export function namesOf(names: VariableNames): readonly [string, ...string[]] {
  return typeof names === "string" ? [names] : names;
}

/**
 * The environment variables that this tool reads, each concern with its aliases in order of precedence: the first one
 * that is not empty wins, field by field. No other file reads a variable by a name of its own.
 */
export const VARIABLES = {
  // flags' twins
  regionId: "ACK_RAM_TOOL_REGION_ID",
  profileFile: "ACK_RAM_TOOL_PROFILE_FILE",
  // The second name is a typing mistake of old releases of the Go tool that people have in their profiles.
  profileName: ["ACK_RAM_TOOL_PROFILE_NAME", "ACK_RAM_TOOL_PROFIL_ENAME", "ALIBABA_CLOUD_PROFILE"],
  ignoreEnvCredentials: "ACK_RAM_TOOL_IGNORE_ENV_CREDENTIALS",
  ignoreAliyunCliCredentials: "ACK_RAM_TOOL_IGNORE_ALIYUN_CLI_CREDENTIALS",
  credentialType: "ACK_RAM_TOOL_CREDENTIAL_TYPE",
  stsEndpoint: ["ACK_RAM_TOOL_STS_ENDPOINT", "ALIBABA_CLOUD_STS_ENDPOINT"],
  csEndpoint: ["ACK_RAM_TOOL_CS_ENDPOINT", "CS_ENDPOINT"],
  ramEndpoint: ["ACK_RAM_TOOL_RAM_ENDPOINT", "RAM_ENDPOINT"],
  logLevel: "ACK_RAM_TOOL_LOG_LEVEL",
  verbose: "ACK_RAM_TOOL_VERBOSE",
  assumeYes: "ACK_RAM_TOOL_ASSUME_YES",

  // credentials
  accessKeyId: [
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALICLOUD_ACCESS_KEY",
    "ALIBABACLOUD_ACCESS_KEY_ID",
    "ALICLOUD_ACCESS_KEY_ID",
    "ACCESS_KEY_ID",
  ],
  accessKeySecret: [
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALICLOUD_SECRET_KEY",
    "ALIBABACLOUD_ACCESS_KEY_SECRET",
    "ALICLOUD_ACCESS_KEY_SECRET",
    "ACCESS_KEY_SECRET",
  ],
  securityToken: [
    "ALIBABA_CLOUD_SECURITY_TOKEN",
    "ALICLOUD_ACCESS_KEY_STS_TOKEN",
    "ALIBABACLOUD_SECURITY_TOKEN",
    "ALICLOUD_SECURITY_TOKEN",
    "SECURITY_TOKEN",
  ],
  roleArn: "ALIBABA_CLOUD_ROLE_ARN",
  roleSessionName: ["ALIBABA_CLOUD_ROLE_SESSION_NAME", "ALICLOUD_ROLE_SESSION_NAME"],
  oidcProviderArn: "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
  oidcTokenFile: "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
  credentialsUri: "ALIBABA_CLOUD_CREDENTIALS_URI",
  credentialsFile: "ALIBABA_CLOUD_CREDENTIALS_FILE",
  ecsMetadataRole: "ALIBABA_CLOUD_ECS_METADATA",
  ecsMetadataDisabled: "ALIBABA_CLOUD_ECS_METADATA_DISABLED",
  imdsV1Disabled: "ALIBABA_CLOUD_IMDSV1_DISABLED",
  imdsV2Disabled: "ALIBABA_CLOUD_IMDSV2_DISABLED",
  imdsEndpoint: "ALIBABA_CLOUD_IMDS_ENDPOINT",
  // The aliyun sign-in service has one host per site; another one is for tests and private sites.
  oauthEndpoint: "ACK_RAM_TOOL_OAUTH_ENDPOINT",
  stsRegion: "ALIBABA_CLOUD_STS_REGION",
  vpcEndpoints: "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
  // A prefix, not a name: everything that the official package reads begins so.
  officialPrefix: "ALIBABA_CLOUD_",
  tlsVerification: "NODE_TLS_REJECT_UNAUTHORIZED",

  // More query parameters for get-token: the value is itself the beginning of variables' names.
  tokenExtraKeyPrefix: "ACK_RAM_TOOL_TOKEN_EXTRA_KEY_PREFIX",

  // surroundings
  home: "HOME",
  windowsHome: "USERPROFILE",
  cacheHome: "XDG_CACHE_HOME",
  temporaryDirectory: ["TMPDIR", "TEMP", "TMP"],
  execInfo: "KUBERNETES_EXEC_INFO",
  debug: "DEBUG",
  // https://no-color.org
  noColor: "NO_COLOR",
  terminalType: "TERM",
  path: ["PATH", "Path"],
  kubeconfig: "KUBECONFIG",
  kuberc: "KUBERC",
  proxy: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
  noProxy: ["no_proxy", "NO_PROXY"],
  extraCaCertificates: ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"],
} as const satisfies Record<string, VariableNames>;

/** Go's `strconv.ParseBool`: the only spellings that the Go tool accepts, in flags and in variables. */
export function parseBoolean(text: string): boolean | undefined {
  switch (text) {
    case "1":
    case "t":
    case "T":
    case "TRUE":
    case "true":
    case "True":
      return true;
    case "0":
    case "f":
    case "F":
    case "FALSE":
    case "false":
    case "False":
      return false;
    default:
      return undefined;
  }
}

/** Whether the first of the names that is not empty says yes. */
export function isTrue(env: Env, names: VariableNames): boolean {
  const text = readVariable(env, names);
  return text !== undefined && parseBoolean(text) === true;
}

/** A variable that is set, and under which of its names. */
export interface SetVariable {
  readonly name: string;
  readonly value: string;
}

/** The first of the names that has a non-empty value. */
export function findVariable(env: Env, names: VariableNames): SetVariable | undefined {
  for (const name of typeof names === "string" ? [names] : names) {
    const value = env[name];
    if (value !== undefined && value !== "") return { name, value };
  }
  return undefined;
}

/** The value of the first of the names that is not empty. */
export function readVariable(env: Env, names: VariableNames): string | undefined {
  return findVariable(env, names)?.value;
}

/** The variables whose names begin so and are longer, and that are not empty: by the lower-cased rest of their names. */
export function variablesAfterPrefix(env: Env, prefix: string): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) =>
    name.startsWith(prefix) && name !== prefix && value ? [[name.slice(prefix.length).toLowerCase(), value]] : [],
  );
  return Object.fromEntries(entries);
}
