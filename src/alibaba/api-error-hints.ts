import { describeSkew, isSkewed } from "./clock-skew.ts";

/** What is known of a refusal. */
export interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
  /** This machine's clock minus the server's, ms. */
  readonly skewMs: number;
}

/** What to do about the refusals that people meet, the first match wins. */
const HINTS: readonly (readonly [code: RegExp, hint: string])[] = [
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
  [
    /Forbidden|NoPermission|NotAuthorized|Unauthorized/i,
    "the RAM identity may not do this: allow it the action cs:DescribeClusterUserKubeconfig on this cluster, and grant it an RBAC role in the cluster",
  ],
  [/^Invalid/, "check the flags of this command"],
];

/** The hint for a refusal. */
export function apiErrorHint({ status, code = "", skewMs }: Refusal): string {
  if (/InvalidTimeStamp|Expired$|SignatureNonce|RequestExpired/i.test(code) && isSkewed(skewMs)) {
    return `the clock of this machine is ${describeSkew(skewMs)}: set it right`;
  }
  if (/InvalidTimeStamp/i.test(code))
    return "the request took too long to arrive, or the clock of this machine is wrong: check it and try again";
  const known = HINTS.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return known[1];
  if (status >= 500) return "this is the server's mistake: try again in a while";
  if (code === "") return "this does not look like the API: check the endpoint, and the proxy on the way to it";
  return "look the code up in the Alibaba Cloud error center, or run the command with --log-level debug for the request id";
}
