import type { Refusal, HintRule } from "./hint-rule.ts";

const DENIED = "https://alibabacloud.com/help/en/ram/support/how-to-troubleshoot-an-access-denied-error";
const ACK_FAQ =
  "https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/faq-about-authorization-management";

/** Hints about what RAM or the cluster denies this identity. */
export const PERMISSION_HINTS: readonly HintRule[] = [
  {
    code: /ForbiddenQueryClusterNamespace|APISERVER[._]403|ErrorCheckAcl/i,
    hint: "this identity has no RBAC role in the cluster: have one granted in the ACK console (Authorizations)",
    source: ACK_FAQ,
  },
  { code: /Forbidden|NoPermission|NotAuthorized|Unauthorized/i, hint: deniedHint, source: DENIED },
];

/** RAM's terms in plain words. */
const POLICIES: Readonly<Record<string, string>> = {
  ControlPolicy: "a control policy of the resource directory",
  SessionPolicy: "the policy of the role session",
  AssumeRolePolicy: "the trust policy of the role",
  AccountLevelIdentityBasedPolicy: "a RAM policy attached to this identity (account level)",
  ResourceGroupLevelIdentityBasedPolicy: "a RAM policy attached to this identity (resource group level)",
};

function deniedHint({ api: { ramAction }, message = "", denied }: Refusal): string {
  const action = denied?.action ?? /\b(?:cs|sts|ram):[A-Za-z]\w*/.exec(message)?.[0] ?? ramAction;
  if (action === undefined) return "this identity may not do this: check what it has been granted";
  const policy = POLICIES[denied?.policy ?? ""] ?? (denied?.policy === undefined ? undefined : `a ${denied.policy}`);
  if (denied?.type === "ExplicitDeny") {
    return `${policy ?? "a policy"} denies ${action}, which wins over every other policy: ask its administrator to change that`;
  }
  // A control policy without an Allow denies.
  if (denied?.policy === "ControlPolicy")
    return `${policy} does not allow ${action}: ask its administrator to change that`;
  const allow = `the RAM identity may not do this: allow it the action ${action}`;
  // The API gives a kubeconfig only to identities that have permissions in the cluster.
  return action === "cs:DescribeClusterUserKubeconfig" && denied === undefined
    ? `${allow} on this cluster, and grant it an RBAC role in the cluster`
    : allow;
}
