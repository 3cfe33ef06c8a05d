// The environment variables that this tool reads or sets, each with its aliases in order of precedence: the first
// non-empty one wins. No other file names a variable. Constants, because every run would have to build an object.

// alternatives to flags
export const regionId = "ACK_RAM_TOOL_REGION_ID";
export const profileFile = "ACK_RAM_TOOL_PROFILE_FILE";
// The second name is a typo of old Go tool releases that people still have in their shell profiles; no help shows it.
// The last three are the aliyun CLI's, in its order; the SDKs read ALIBABA_CLOUD_PROFILE alone.
export const profileName = [
  "ACK_RAM_TOOL_PROFILE_NAME",
  "ACK_RAM_TOOL_PROFIL_ENAME",
  "ALIBABACLOUD_PROFILE",
  "ALIBABA_CLOUD_PROFILE",
  "ALICLOUD_PROFILE",
] as const;
export const ignoreEnvCredentials = "ACK_RAM_TOOL_IGNORE_ENV_CREDENTIALS";
// After ours: the SDKs' name, and two of the aliyun CLI's.
export const ignoreAliyunCliCredentials = [
  "ACK_RAM_TOOL_IGNORE_ALIYUN_CLI_CREDENTIALS",
  "ALIBABA_CLOUD_CLI_PROFILE_DISABLED",
  "ALIBABA_CLOUD_IGNORE_PROFILE",
  "ALIBABACLOUD_IGNORE_PROFILE",
] as const;
export const credentialType = "ACK_RAM_TOOL_CREDENTIAL_TYPE";
export const stsEndpoint = ["ACK_RAM_TOOL_STS_ENDPOINT", "ALIBABA_CLOUD_STS_ENDPOINT"] as const;
export const csEndpoint = ["ACK_RAM_TOOL_CS_ENDPOINT", "CS_ENDPOINT"] as const;
export const ramEndpoint = ["ACK_RAM_TOOL_RAM_ENDPOINT", "RAM_ENDPOINT"] as const;
export const logLevel = "ACK_RAM_TOOL_LOG_LEVEL";
export const verbose = "ACK_RAM_TOOL_VERBOSE";
export const assumeYes = "ACK_RAM_TOOL_ASSUME_YES";

// credentials
export const accessKeyId = [
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALICLOUD_ACCESS_KEY",
  "ALIBABACLOUD_ACCESS_KEY_ID",
  "ALICLOUD_ACCESS_KEY_ID",
  "ACCESS_KEY_ID",
] as const;
export const accessKeySecret = [
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALICLOUD_SECRET_KEY",
  "ALIBABACLOUD_ACCESS_KEY_SECRET",
  "ALICLOUD_ACCESS_KEY_SECRET",
  "ACCESS_KEY_SECRET",
] as const;
export const securityToken = [
  "ALIBABA_CLOUD_SECURITY_TOKEN",
  "ALICLOUD_ACCESS_KEY_STS_TOKEN",
  "ALIBABACLOUD_SECURITY_TOKEN",
  "ALICLOUD_SECURITY_TOKEN",
  "SECURITY_TOKEN",
] as const;
// Of each pair, the SDKs, the Go tool and ACK's pod webhook know the first name; the aliyun CLI knows both.
export const roleArn = ["ALIBABA_CLOUD_ROLE_ARN", "ALIBABACLOUD_ROLE_ARN"] as const;
export const externalId = ["ALIBABA_CLOUD_EXTERNAL_ID", "ALIBABACLOUD_EXTERNAL_ID"] as const;
export const roleSessionName = ["ALIBABA_CLOUD_ROLE_SESSION_NAME", "ALICLOUD_ROLE_SESSION_NAME"] as const;
export const oidcProviderArn = ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABACLOUD_OIDC_PROVIDER_ARN"] as const;
export const oidcTokenFile = ["ALIBABA_CLOUD_OIDC_TOKEN_FILE", "ALIBABACLOUD_OIDC_TOKEN_FILE"] as const;
export const oidcAudience = "ALIBABA_CLOUD_OIDC_AUDIENCE";
// GitHub sets the first for every job, the others only for a job with `permissions: id-token: write`.
export const githubActions = "GITHUB_ACTIONS";
export const githubTokenUrl = "ACTIONS_ID_TOKEN_REQUEST_URL";
export const githubTokenRequest = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
// An administrator's restriction on what a profile may run or fetch (aliyun CLI since 3.4.3).
export const disableExternalProcess = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";
// Set by this tool for programs that it runs to get credentials: the profiles that must not be resolved again in them.
export const externalChain = "ACK_RAM_TOOL_EXTERNAL_CHAIN";
export const credentialsUri = "ALIBABA_CLOUD_CREDENTIALS_URI";
export const aliyunConfigFile = "ALIBABA_CLOUD_CONFIG_FILE";
export const credentialsFile = "ALIBABA_CLOUD_CREDENTIALS_FILE";
export const ecsMetadataRole = "ALIBABA_CLOUD_ECS_METADATA";
export const ecsMetadataDisabled = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
export const imdsV1Disabled = "ALIBABA_CLOUD_IMDSV1_DISABLED";
export const imdsV2Disabled = "ALIBABA_CLOUD_IMDSV2_DISABLED";
export const imdsEndpoint = "ALIBABA_CLOUD_IMDS_ENDPOINT";
// Replaces the aliyun CLI's client registration; the aliyun CLI reads both names, too.
export const ssoClientId = ["ALIBABACLOUD_SSO_CLIENT_ID", "ALIBABA_CLOUD_SSO_CLIENT_ID"] as const;
// Replaces the sign-in service's host, for tests and private sites.
export const oauthEndpoint = "ACK_RAM_TOOL_OAUTH_ENDPOINT";
export const stsRegion = "ALIBABA_CLOUD_STS_REGION";
export const vpcEndpoints = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";
export const tlsVerification = "NODE_TLS_REJECT_UNAUTHORIZED";

// Set by export-credentials; read by the SDKs, the aliyun CLI, Terraform and the log service's CLI.
export const exportedAccessKeyId = [
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALIBABACLOUD_ACCESS_KEY_ID",
  "ALICLOUD_ACCESS_KEY",
  "ALIYUN_LOG_CLI_ACCESSID",
] as const;
export const exportedAccessKeySecret = [
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALIBABACLOUD_ACCESS_KEY_SECRET",
  "ALICLOUD_SECRET_KEY",
  "ALIYUN_LOG_CLI_ACCESSKEY",
] as const;
export const exportedSecurityToken = [
  "ALIBABA_CLOUD_SECURITY_TOKEN",
  "ALIBABACLOUD_SECURITY_TOKEN",
  "ALICLOUD_SECURITY_TOKEN",
  "ALICLOUD_ACCESS_KEY_STS_TOKEN",
  "ALIYUN_LOG_CLI_STS_TOKEN",
] as const;
// Makes the aliyun CLI prefer its variables to its profile.
export const exportedIgnoreProfile = "ALIBABACLOUD_IGNORE_PROFILE";

// Additional query parameters for get-token: the value is a prefix of variable names.
export const tokenExtraKeyPrefix = "ACK_RAM_TOOL_TOKEN_EXTRA_KEY_PREFIX";

// surroundings
// Set by this tool for its supervised run: the process id of the original caller.
export const supervised = "ACK_RAM_TOOL_SUPERVISED";
export const home = "HOME";
export const windowsHome = "USERPROFILE";
export const homeDrive = "HOMEDRIVE";
export const homePath = "HOMEPATH";
export const localApplicationData = "LOCALAPPDATA";
export const cacheHome = "XDG_CACHE_HOME";
export const temporaryDirectory = ["TMPDIR", "TEMP", "TMP"] as const;
export const execInfo = "KUBERNETES_EXEC_INFO";
export const debug = "DEBUG";
// https://no-color.org
export const noColor = "NO_COLOR";
export const terminalType = "TERM";
export const path = ["PATH", "Path"] as const;
export const kubeconfig = "KUBECONFIG";
export const kuberc = "KUBERC";
// Indicates whether a browser can be opened.
export const display = ["WAYLAND_DISPLAY", "DISPLAY"] as const;
export const browser = "BROWSER";
export const continuousIntegration = "CI";
export const sshConnection = ["SSH_CONNECTION", "SSH_CLIENT"] as const;
export const windowsSubsystem = ["WSL_DISTRO_NAME", "WSL_INTEROP"] as const;
export const proxy = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] as const;
export const noProxy = ["no_proxy", "NO_PROXY"] as const;
export const extraCaCertificates = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"] as const;
