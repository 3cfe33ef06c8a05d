import type { HintRule } from "./hint-rule.ts";

/** The gateway's own help page for a code; each of its error bodies has it as `Recommend`. */
const troubleshoot = (code: string): string => `https://api.alibabacloud.com/troubleshoot?q=${code}&product=CS`;

/** Hints about the state of the account and the cluster, and about parameters. */
export const ACCOUNT_HINTS: readonly HintRule[] = [
  {
    code: /ServiceNotOpened|NotOpenService|OpenService/i,
    hint: "Container Service is not activated for this account: activate it in the ACK console, with the account itself",
    source: troubleshoot("ServiceNotOpened"),
  },
  {
    code: /NotRealName|RealName|UserVerification/i,
    hint: "this account's owner has not been verified (real-name verification): complete it in the account console",
    source: "https://help.aliyun.com/en/dns/error-code",
  },
  {
    code: /ErrorClusterState|ClusterState/i,
    hint: "the cluster's state allows no new certificates: see it with: ack-ram-tool clusters list",
    source: troubleshoot("ErrorClusterState"),
  },
  {
    code: /ErrorQueryCluster$|APISERVER[._]500/i,
    hint: "the ACK API could not look the cluster up: check its id and its state with: ack-ram-tool clusters list",
    source: troubleshoot("ErrorQueryCluster"),
  },
  {
    code: /ClusterNotFound|InvalidClusterId|ClusterId/i,
    hint: "no such cluster here: check --cluster-id, and that the credentials belong to the cluster's account (another profile?)",
    source: troubleshoot("ErrorClusterNotFound"),
  },
  {
    code: /^Invalid/,
    hint: ({ api }) =>
      api.ramAction?.startsWith("cs:") === true
        ? "the API rejected one of the values: check the cluster id, the region and the expiration"
        : undefined,
    source: "https://developer.aliyun.com/ask/278265",
  },
];
