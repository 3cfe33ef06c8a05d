const GATEWAY = "https://developer.aliyun.com/ask/278265";
const STS_CODES = "https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-errorcodes";
const STS_FAQ = "https://www.alibabacloud.com/help/doc-detail/42775.htm";
const ACK_FAQ =
  "https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/faq-about-authorization-management";

/** Error codes that the fake cloud answers with, and the public page that shows each. */
export const DOCUMENTED: Readonly<Record<string, string>> = {
  "AuthenticationFail.NoPermission": STS_CODES,
  "AuthenticationFail.OIDCToken.Expired": STS_CODES,
  "AuthenticationFail.OIDCToken.Invalid": STS_CODES,
  "EntityNotExist.Role": STS_CODES,
  ErrorClusterNotFound: "https://api.alibabacloud.com/troubleshoot?q=ErrorClusterNotFound&product=CS",
  IncompleteSignature: "https://help.aliyun.com/en/polardb/client-error-codes",
  "InvalidAccessKeyId.Inactive": GATEWAY,
  "InvalidAccessKeyId.NotFound": GATEWAY,
  "InvalidAction.NotFound": GATEWAY,
  "InvalidParameter.DurationSeconds": STS_FAQ,
  "InvalidParameter.RoleArn": STS_CODES,
  "InvalidParameter.RoleSessionName": STS_FAQ,
  "InvalidSecurityToken.Expired": "https://help.aliyun.com/document_detail/42775.html",
  InvalidSignatureMethod: GATEWAY,
  "InvalidTimeStamp.Expired": GATEWAY,
  MissingSecurityToken: STS_FAQ,
  MissingSignatureNonce: GATEWAY,
  NoPermission: STS_FAQ,
  SignatureDoesNotMatch: GATEWAY,
  SignatureNonceUsed: GATEWAY,
  StatusForbidden: ACK_FAQ,
};

/** Answers of the fake cloud that no public page shows: this is how we imagine them. */
export const ASSUMED: Readonly<Record<string, string>> = {
  "InvalidSecurityToken.Malformed": "the code is known, its HTTP status and its message are not",
  "InvalidSecurityToken.MismatchWithAccessKey": "the code is known, its HTTP status and its message are not",
  InvalidContentSha256: "what ACS3 answers to a body that was changed",
  InvalidTemporaryDurationMinutes: "ACK takes 15 to 4320 minutes; what it answers to others is not shown",
  InvalidVersion: "an API version that does not exist",
  MissingAuthorization: "a call without a signature",
  InvalidAccessToken:
    "CloudSSO's code for a token that it does not accept; the aliyun CLI shows the keys, not the codes",
  InvalidParameter: "CloudSSO's code for a body without its fields",
};

/** What the fake cloud does besides error codes that no public page shows. */
export const ASSUMED_BEHAVIOUR: readonly string[] = [
  "the order of checks: key, token, time, signature, nonce, permission",
  "a role whose trust policy asks for another external id answers NoPermission",
  "the ACK API puts accessDeniedDetail beside code and message; the page that shows it is of another product",
  "the metadata service answers 404 where there is no role, and 403 where a session token is demanded",
  "OAuth answers as RFC 6749 section 5.2 says",
];
