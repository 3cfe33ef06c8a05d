import type { HintRule } from "./hint-rule.ts";

const STS_CODES = "https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-errorcodes";
const STS_FAQ = "https://www.alibabacloud.com/help/doc-detail/42775.htm";

/** Hints about assuming a role, with an access key or with an OIDC token. */
export const ROLE_HINTS: readonly HintRule[] = [
  {
    code: /^NoPermission/,
    message: /may not be assumed by root accounts/i,
    hint: "an Alibaba Cloud account's own key cannot assume a role: use the access key of a RAM user",
    source: STS_FAQ,
  },
  {
    code: /^NoPermission/,
    hint: ({ api, denied }) =>
      api.ramAction === "sts:AssumeRole" && denied?.type !== "ExplicitDeny"
        ? "allow the caller sts:AssumeRole on this role, and name the caller in the role's trust policy (with the external id, if it requires one)"
        : undefined,
    source: STS_FAQ,
  },
  {
    code: /^EntityNotExist\.Role/,
    hint: "there is no such role: check the account id, the word role and the role's name in the ARN",
    source: STS_CODES,
  },
  {
    code: /^EntityNotExist\.OIDCProvider/,
    hint: "there is no such OIDC provider: check its ARN, and that RRSA is enabled for the cluster",
    source: STS_CODES,
  },
  {
    code: /^AuthenticationFail\.NoPermission/,
    message: /No such OIDC Provider registered/i,
    hint: "RRSA is not enabled for the cluster, or the ARN of the OIDC provider is wrong: check both",
    source: STS_CODES,
  },
  {
    code: /^AuthenticationFail\.NoPermission/,
    hint: "the role's trust policy does not allow this token: it must name the OIDC provider, the issuer (oidc:iss), the audience (oidc:aud) and the service account (oidc:sub, system:serviceaccount:NAMESPACE:NAME)",
    source: STS_CODES,
  },
  {
    code: /^AuthenticationFail\.OIDCToken\.Expired/,
    hint: "the OIDC token has expired: check that the kubelet replaces the file (a projected service account token), and check the clock",
    source: STS_CODES,
  },
  {
    code: /^AuthenticationFail\.OIDCToken\.AudienceNotMatch/,
    hint: "the OIDC token is for another audience: give the projected token an audience that the OIDC provider lists as a client id (sts.aliyuncs.com for RRSA)",
    source: STS_CODES,
  },
  {
    code: /^AuthenticationFail\.OIDCToken\.IssuerNotMatch/,
    hint: "the OIDC token comes from another issuer: use the OIDC provider of the cluster in which this pod runs",
    source: STS_CODES,
  },
  {
    code: /^AuthenticationFail\.OIDCToken\.IssuerConfigurationBroken/,
    hint: "STS cannot read the issuer's configuration: check that ISSUER/.well-known/openid-configuration and its keys can be reached from the Internet",
    source: STS_CODES,
  },
  {
    code: /^AuthenticationFail\.OIDCToken\.PublicKeyFingerprintMismatch/,
    hint: "the issuer's HTTPS certificate comes from a CA that the OIDC provider does not know: update its fingerprints in the RAM console",
    source: STS_CODES,
  },
  {
    code: /^AuthenticationFail/,
    hint: "STS does not accept the OIDC token: check that the file holds a whole token of the OIDC provider's issuer",
    source: STS_CODES,
  },
];
