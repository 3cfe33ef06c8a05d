/** The argument lists that the Go tool's `get-kubeconfig` wrote into kubeconfigs, which must go on working. */
const common = (apiVersion: string, expiration: string): string[] => [
  "credential-plugin",
  "get-credential",
  "--cluster-id",
  "c1234567890abcdef1234567890abcdef",
  "--api-version",
  apiVersion,
  "--expiration",
  expiration,
  "--credential-cache-dir",
  "~/.kube/cache/ack-ram-tool/credential-plugin",
];
const always = ["--sts-endpoint", "sts.aliyuncs.com"];
const last = ["--log-level", "error"];

/** Name and arguments of each. */
export const GO_KUBECONFIG_LINES: readonly (readonly [string, readonly string[]])[] = [
  ["the plain one", [...common("v1beta1", "3h0m0s"), ...always, ...last]],
  ["one for v1", [...common("v1", "15m0s"), ...always, ...last]],
  ["one for the long-lived certificate", [...common("v1beta1", "0s"), ...always, ...last]],
  ["one with a profile", [...common("v1beta1", "3h0m0s"), "--profile-name", "prod", ...always, ...last]],
  [
    "one with every setting",
    [
      ...common("v1beta1", "72h0m0s"),
      "--profile-name",
      "prod",
      "--ignore-aliyun-cli-credentials",
      "--ignore-env-credentials",
      "--role-arn",
      "acs:ram::1234567890123456:role/fake",
      "--region-id",
      "cn-hangzhou",
      "--sts-endpoint",
      "sts.cn-hangzhou.aliyuncs.com",
      "--cs-endpoint",
      "cs.cn-hangzhou.aliyuncs.com",
      "--credential-type",
      "imds",
      ...last,
    ],
  ],
];
