import { describeSkew, isSkewed } from "./clock-skew.ts";

/** What is known of a refusal. */
export interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
  /** The RAM action that a policy must allow for the call; undefined where RAM policies have no say. */
  readonly ramAction: string | undefined;
  /** This machine's clock minus the server's, ms. */
  readonly skewMs: number;
}

/** What to do about the refusals that people meet, the first match wins. */
const HINTS: readonly (readonly [code: RegExp, hint: string | ((refusal: Refusal) => string)])[] = [
  [/^Throttling/, "too many calls for this account right now: try again in a while"],
  [
    /InvalidSecurityToken|SecurityTokenExpired|InvalidAccessKeyIdOrSecurityToken/,
    "the STS token has expired or does not belong to this access key: get a new one",
  ],
  [
    /InvalidAccessKeyId/,
    "the access key does not exist or is disabled: check it in the RAM console, and that it belongs to this site (China or international)",
  ],
  [
    /SignatureDoesNotMatch|IncompleteSignature/,
    "the access key secret does not fit the access key id: check both, for a space or a line break at the end too",
  ],
  [
    /ClusterNotFound|InvalidClusterId|ClusterId/i,
    "no such cluster here: check --cluster-id, and that the credentials belong to the cluster's account (another profile?)",
  ],
  [/Forbidden|NoPermission|NotAuthorized|Unauthorized/i, forbiddenHint],
  [/^Invalid/, "check the flags of this command"],
];

/** The hint for a refusal. */
export function apiErrorHint(refusal: Refusal): string {
  const { status, code = "", skewMs } = refusal;
  if (/InvalidTimeStamp|Expired$|SignatureNonce|RequestExpired/i.test(code) && isSkewed(skewMs)) {
    return `the clock of this machine is ${describeSkew(skewMs)}: set it right`;
  }
  if (/InvalidTimeStamp/i.test(code))
    return "the request took too long to arrive, or the clock of this machine is wrong: check it and try again";
  const [, known] = HINTS.find(([pattern]) => pattern.test(code)) ?? [];
  if (known !== undefined) return typeof known === "string" ? known : known(refusal);
  if (status >= 500) return "this is the server's mistake: try again in a while";
  if (code === "") return "this does not look like the API: check the endpoint, and the proxy on the way to it";
  return "look the code up in the Alibaba Cloud error center, or run the command with --log-level debug for the request id";
}

function forbiddenHint({ ramAction }: Refusal): string {
  if (ramAction === undefined) return "this identity may not do this: check what it has been granted";
  const allow = `the RAM identity may not do this: allow it the action ${ramAction}`;
  // A kubeconfig is given to those alone who may do something in the cluster.
  return ramAction === "cs:DescribeClusterUserKubeconfig"
    ? `${allow} on this cluster, and grant it an RBAC role in the cluster`
    : allow;
}
