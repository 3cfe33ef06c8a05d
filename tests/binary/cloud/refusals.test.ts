import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Fault, htmlFault, redirectFault } from "../../fakes/server/fault.ts";
import { jsonReply } from "../../fakes/server/reply.ts";
import { getCredential } from "../../support/command-lines.ts";
import { keyFields, podVariables, writeProfile } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

// The bodies are those of the pages that src/alibaba/api-error/*-hints.ts name. Each row tells what the hint must speak of,
// and what it must not: a wrong hint is worse than none.

const RBAC = /RBAC/;
const FLAGS = /flag|--/;
const PERMISSION = /RAM|RBAC|policy|permission|allow/;

/** What the ACK API answers, and the hint. */
type Row = readonly [answer: Fault, hint: RegExp, notTheHint: RegExp];

const gateway = (status: number, Code: string, Message: string, more: object = {}): Fault => ({
  reply: jsonReply(status, { Code, Message, RequestId: "FAKE-REQUEST", HostId: "cs.aliyuncs.com", ...more }),
});
const product = (status: number, code: string, message: string, more: object = {}): Fault => ({
  reply: jsonReply(status, { code, message, requestId: "FAKE-REQUEST", status, ...more }),
});
const denied = (NoPermissionType: string, PolicyType: string, AuthAction: string): Fault =>
  product(403, "StatusForbidden", `RAM policy Forbidden for action ${AuthAction}`, {
    statusCode: 403,
    accessDeniedDetail: {
      NoPermissionType,
      PolicyType,
      AuthAction,
      AuthPrincipalType: "SubUser",
      AuthPrincipalDisplayName: "2000000000000001",
      AuthPrincipalOwnerId: "1000000000000001",
      EncodedDiagnosticMessage: "ZmFrZQ==",
    },
  });

const ACK_ROWS: readonly Row[] = [
  [
    gateway(403, "Forbidden.AccessKeyDisabled", "The AccessKey is disabled."),
    /access key is disabled: enable it/,
    /RBAC|policy|action/,
  ],
  [
    gateway(403, "Forbidden", "There is a risk of leakage of this AccessKey."),
    /was leaked.*create a new one/,
    /RBAC|policy|action/,
  ],
  [gateway(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."), /no such access key/, PERMISSION],
  [
    gateway(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled."),
    /disabled: enable it/,
    /RBAC|policy/,
  ],
  [
    gateway(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."),
    /secret does not match/,
    PERMISSION,
  ],
  [
    gateway(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."),
    /STS token has expired/,
    /clock|flag/,
  ],
  [
    gateway(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed."),
    /STS token .* does not belong/,
    FLAGS,
  ],
  [
    gateway(400, "MissingSecurityToken", "SecurityToken is mandatory for this action."),
    /STS token is missing/,
    /expired|flag/,
  ],
  [
    gateway(400, "IllegalTimestamp", 'The input parameter "Timestamp" is not supplied or wrong.'),
    /clock of this machine/,
    /flag|RAM/,
  ],
  [
    gateway(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."),
    /clock of this machine/,
    /flag|RAM/,
  ],
  [
    gateway(400, "SignatureNonceUsed", "Specified signature nonce was used already."),
    /arrived twice.*try again/,
    /flag|clock/,
  ],
  [
    denied("ImplicitDeny", "AccountLevelIdentityBasedPolicy", "cs:GetClusters"),
    /allow it the action cs:GetClusters$/,
    RBAC,
  ],
  [
    denied("ExplicitDeny", "AccountLevelIdentityBasedPolicy", "cs:DescribeClusterUserKubeconfig"),
    /a RAM policy attached to this identity .* denies cs:DescribeClusterUserKubeconfig/,
    /RBAC|allow it/,
  ],
  [
    denied("ExplicitDeny", "ControlPolicy", "cs:DescribeClustersForRegion"),
    /a control policy of the resource directory denies cs:DescribeClustersForRegion/,
    /RBAC|allow it|cs:DescribeClusterUserKubeconfig/,
  ],
  [
    denied("ImplicitDeny", "ControlPolicy", "cs:GetClusters"),
    /a control policy of the resource directory does not allow cs:GetClusters/,
    /RBAC|allow it|cs:DescribeClusterUserKubeconfig/,
  ],
  [
    denied("ExplicitDeny", "SessionPolicy", "cs:DescribeClusterUserKubeconfig"),
    /the policy of the role session denies/,
    /RBAC|allow it/,
  ],
  [
    product(403, "StatusForbidden", "STSToken policy Forbidden for action cs:GetClusters"),
    /allow it the action cs:GetClusters$/,
    /RBAC|cs:DescribeClusterUserKubeconfig/,
  ],
  [
    gateway(403, "Forbidden.RAM", "User not authorized to operate on the specified resource."),
    /cs:DescribeClusterUserKubeconfig .*RBAC/,
    FLAGS,
  ],
  [product(403, "ForbiddenQueryClusterNamespace", "Forbidden query namespaces"), RBAC, /RAM|action/],
  [product(403, "APISERVER_403", "APISERVER_403"), RBAC, /RAM|action/],
  [product(403, "APISERVER.403", "no permission"), RBAC, /RAM|action/],
  [product(403, "ErrorCheckAcl", "check acl error"), RBAC, /action cs:/],
  [product(400, "ErrorClusterState", "cluster state is initial"), /state/, /--cluster-id|no such cluster|RAM|RBAC/],
  [product(400, "ErrorQueryCluster", "query cluster failed"), /look the cluster up/, /no such cluster|RAM|RBAC/],
  [product(404, "ErrorClusterNotFound", "cluster c0 not found"), /--cluster-id/, /RAM|RBAC/],
  [gateway(400, "ServiceNotOpened", "The service is not opened."), /activate it/, PERMISSION],
  [gateway(403, "UserNotRealName", "The user has not been real-name verified."), /verified/, /RAM|RBAC|policy/],
  [gateway(400, "InvalidParameter", "The parameter is wrong."), /expiration/, /flag|RAM/],
  [gateway(400, "Something.New", "Nobody knows."), /troubleshoot/, PERMISSION],
  [htmlFault(403), /proxy or a captive portal.*network/, PERMISSION],
  [htmlFault(200), /network.*captive portal/, PERMISSION],
  [redirectFault("https://portal.fake.example/login"), /captive portal/, PERMISSION],
];

const codeOf = ({ reply }: Fault): string =>
  /"[Cc]ode":"([^"]+)"/.exec(reply?.body ?? "")?.[1] ?? `HTTP ${reply?.status}`;
const rows = ACK_ROWS.map(
  (row) => [`${codeOf(row[0])} ${/"PolicyType":"\w+"/.exec(row[0].reply?.body ?? "")?.[0] ?? ""}`, row] as const,
);

describe("the hint names the cause of an answer of the ACK API:", () => {
  test.each(rows)("%s", async (_, [answer, hint, notTheHint]) => {
    await using scene = await setScene();
    const { cloud } = scene;
    await writeProfile(scene, { mode: "AK", ...keyFields(cloud.identities.alice) });
    cloud.faults.always("cs", answer);
    const outcome = await scene.run(getCredential(cloud, "--timeout", "5s"));
    const isRefusal = !codeOf(answer).startsWith("HTTP");
    expectRefusal(outcome, {
      error: isRefusal
        ? /^error: the ACK API (?:refused|knows no such cluster for) access key LTAI…0000 \(profile "default" in ~\/\.aliyun\/config\.json\): .*request id FAKE-REQUEST/
        : /./,
      hint,
    });
    expect(hintOf(outcome.stderr)).not.toMatch(notTheHint);
  });
});

test.each([502, 503])("the hint for a proxy's page with HTTP %d is about the network", async (status) => {
  await using scene = await setScene();
  const { cloud } = scene;
  cloud.faults.always("cs", htmlFault(status));
  const outcome = await scene.run(getCredential(cloud, "--timeout", "5s"), scene.alice);
  expectRefusal(outcome, { error: `HTTP ${status}`, hint: /network.*try again/ });
  expect(hintOf(outcome.stderr)).not.toMatch(PERMISSION);
});

const OIDC_ROWS: readonly Row[] = [
  [
    gateway(401, "AuthenticationFail.NoPermission", "No such OIDC Provider registered."),
    /RRSA is not enabled/,
    /trust/,
  ],
  [
    gateway(401, "AuthenticationFail.NoPermission", "There is no permission"),
    /trust policy.*oidc:iss.*oidc:aud.*system:serviceaccount:NAMESPACE:NAME/,
    /RRSA is not enabled/,
  ],
  [
    gateway(404, "EntityNotExist.OIDCProvider", "The OIDC provider does not exist."),
    /provider.*ARN/,
    /trust|role's name/,
  ],
  [gateway(404, "EntityNotExist.Role", "The role not exists: acs:ram::1:role/x"), /no such role/, /provider|trust/],
  [
    gateway(401, "AuthenticationFail.OIDCToken.Expired", "This JsonWebToken is expired."),
    /has expired/,
    /trust|audience/,
  ],
  [gateway(401, "AuthenticationFail.OIDCToken.AudienceNotMatch", "Invalid audience."), /audience/, /expired|trust/],
  [gateway(401, "AuthenticationFail.OIDCToken.IssuerNotMatch", "Invalid issuer."), /another issuer/, /expired|trust/],
  [
    gateway(401, "AuthenticationFail.OIDCToken.IssuerConfigurationBroken", "The issuer configuration is broken."),
    /openid-configuration/,
    /expired|trust/,
  ],
  [
    gateway(401, "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch", "Fingerprint mismatch."),
    /fingerprints/,
    /expired|trust/,
  ],
  [
    gateway(401, "AuthenticationFail.OIDCToken.Invalid", "The Jwt content is invalid that cannot be recognized."),
    /whole token/,
    /expired|trust/,
  ],
];

test.each(OIDC_ROWS.map((row) => [codeOf(row[0]), row] as const))(
  "the hint names the cause of STS's answer to an OIDC token: %s",
  async (_, [answer, hint, notTheHint]) => {
    await using scene = await setScene();
    const { cloud } = scene;
    cloud.faults.always("sts", answer);
    const outcome = await scene.run(getCredential(cloud), await podVariables(scene));
    expectRefusal(outcome, {
      error: /STS refused the OIDC token in \S+oidc-token \(environment variables\): .*request id FAKE-REQUEST/,
      hint,
    });
    expect(hintOf(outcome.stderr)).not.toMatch(notTheHint);
  },
);

/** Who wants the role, and by what. */
type RoleRow = readonly [
  answer: Fault,
  request: (scene: Scene) => Promise<readonly [argv: readonly string[], variables: Variables]>,
  hint: RegExp,
  notTheHint: RegExp,
];

const byFlag: RoleRow[1] = async ({ alice, cloud }) => [["--role-arn", cloud.roles.ci.arn], alice];
const byVariable: RoleRow[1] = async ({ alice, cloud }) => [
  [],
  { ...alice, ALIBABA_CLOUD_ROLE_ARN: cloud.roles.ci.arn },
];
const byProfile: RoleRow[1] = async (scene) => {
  const { identities, roles } = scene.cloud;
  await writeProfile(scene, { mode: "RamRoleArn", ...keyFields(identities.alice), ram_role_arn: roles.ci.arn });
  return [[], {}];
};

const ROLE_ROWS: readonly RoleRow[] = [
  [
    gateway(403, "NoPermission", "Roles may not be assumed by root accounts."),
    byFlag,
    /the access key of a RAM user/,
    /trust|sts:AssumeRole/,
  ],
  [
    gateway(403, "NoPermission", "You are not authorized to do this action. You should be authorized by RAM."),
    byFlag,
    /sts:AssumeRole.*trust policy/,
    /root|RBAC/,
  ],
  [
    gateway(403, "NoPermission", "You are not authorized to do this action.", {
      AccessDeniedDetail: {
        NoPermissionType: "ExplicitDeny",
        PolicyType: "ControlPolicy",
        AuthAction: "sts:AssumeRole",
      },
    }),
    byFlag,
    /a control policy .* denies sts:AssumeRole/,
    /trust|allow the caller/,
  ],
  [gateway(404, "EntityNotExist.Role", "The role not exists."), byFlag, /no such role/, /trust|cluster/],
  [
    gateway(400, "InvalidParameter.RoleArn", "The parameter RoleArn is wrongly formed."),
    byFlag,
    /^hint: check the value of --role-arn$/,
    /config\.json/,
  ],
  [
    gateway(400, "InvalidParameter.RoleArn", "The parameter RoleArn is wrongly formed."),
    byVariable,
    /check ALIBABA_CLOUD_ROLE_ARN in: environment variables$/,
    FLAGS,
  ],
  [
    gateway(400, "InvalidParameter.DurationSeconds", "The Min/Max value of DurationSeconds is 15min/1hr."),
    byProfile,
    /check expired_seconds in: profile "default" in ~\/\.aliyun\/config\.json$/,
    FLAGS,
  ],
  [
    gateway(400, "InvalidParameter.PolicyGrammar", "The parameter Policy has not passed grammar check."),
    byProfile,
    /check policy in: profile "default" in ~\/\.aliyun\/config\.json$/,
    FLAGS,
  ],
  [
    gateway(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist."),
    byProfile,
    /check sts_region in: profile "default" in ~\/\.aliyun\/config\.json$/,
    FLAGS,
  ],
];

test.each(ROLE_ROWS.map((row) => [codeOf(row[0]), row] as const))(
  "the hint names the cause of STS's answer to AssumeRole: %s",
  async (_, [answer, request, hint, notTheHint]) => {
    await using scene = await setScene();
    const [argv, variables] = await request(scene);
    scene.cloud.faults.always("sts", answer);
    const outcome = await scene.run(getCredential(scene.cloud, ...argv), variables);
    expectRefusal(outcome, {
      error: /STS refused access key LTAI…0000 \(.*\): .*request id FAKE-REQUEST/,
      hint,
    });
    expect(hintOf(outcome.stderr)).not.toMatch(notTheHint);
  },
);

const text = (status: number): Fault => ({ reply: { status, headers: { "Content-Type": "text/plain" }, body: "no" } });

test.each<[string, Record<string, Fault>, RegExp, RegExp]>([
  ["403 for everything", { imds: text(403) }, /is disabled/, /attach|server/],
  ["404 for the role", { "imds:RoleName": text(404) }, /attach a RAM role/, /is disabled|server error/],
  ["500", { imds: text(500) }, /server error.*try again/, /attach|is disabled/],
])("the hint names the cause of the metadata service's answer: %s", async (_, faults, hint, notTheHint) => {
  await using scene = await setScene();
  for (const [target, fault] of Object.entries(faults))
    scene.cloud.faults.always(target === "imds" ? "imds" : "imds:RoleName", fault);
  const outcome = await scene.run(getCredential(scene.cloud, "--credential-type", "imds"));
  expectRefusal(outcome, { error: "the ECS metadata service", hint });
  expect(hintOf(outcome.stderr)).not.toMatch(notTheHint);
});

function hintOf(stderr: string): string {
  return stderr.split("\n").find((line) => line.startsWith("hint: ")) ?? "";
}
