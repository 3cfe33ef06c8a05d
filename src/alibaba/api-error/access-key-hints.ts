import { describeSkew, isSkewed } from "../clock-skew.ts";
import type { Refusal, HintRule } from "./hint-rule.ts";

/** The gateway's codes with their HTTP status and meaning. */
const GATEWAY = "https://developer.aliyun.com/ask/278265";
const STS_FAQ = "https://www.alibabacloud.com/help/doc-detail/42775.htm";

/** Hints about access keys, STS tokens, signatures, timestamps, and throttling. */
export const ACCESS_KEY_HINTS: readonly HintRule[] = [
  {
    code: /Throttling/,
    hint: "too many calls for this account right now: try again in a while",
    source: GATEWAY,
  },
  {
    code: /InvalidTimeStamp|Illegal_?Timestamp|SignatureNonceUsed|RequestExpired|SecurityToken\.?Expired/i,
    hint: wrongClock,
    source: GATEWAY,
  },
  {
    code: /InvalidTimeStamp|Illegal_?Timestamp|RequestExpired/i,
    hint: "the request took too long to arrive, or the clock of this machine is wrong: check it and try again",
    source: "https://help.aliyun.com/en/polardb/client-error-codes",
  },
  {
    code: /SignatureNonceUsed/,
    hint: "the request arrived twice, which a proxy on the way may do: try again",
    source: GATEWAY,
  },
  {
    code: /MissingSecurityToken/,
    hint: "this is a temporary access key, but its STS token is missing: give all three, id, secret and token",
    source: STS_FAQ,
  },
  {
    code: /InvalidSecurityToken|SecurityTokenExpired|InvalidAccessKeyIdOrSecurityToken/,
    hint: "the STS token has expired or does not belong to this access key: get a new one",
    source: "https://help.aliyun.com/document_detail/42775.html",
  },
  {
    code: /^Forbidden/,
    message: /risk of leakage of this AccessKey/i,
    hint: "this access key was leaked in public, so Alibaba Cloud restricts it: create a new one, use it here, and delete this one",
    source: "https://alibabacloud.com/help/en/ram/use-cases/accesskey-restrictive-protection-description",
  },
  {
    code: /AccessKeyDisabled|InvalidAccessKeyId\.Inactive/,
    hint: "the access key is disabled: enable it in the RAM console, or use another one",
    source: STS_FAQ,
  },
  {
    code: /InvalidAccessKeyId/,
    hint: "there is no such access key: check the id, and that it belongs to this site (China or international)",
    source: STS_FAQ,
  },
  {
    code: /SignatureDoesNotMatch|IncompleteSignature/,
    hint: "the access key secret does not match the access key id: check both, also for a trailing space or line break",
    source: GATEWAY,
  },
];

function wrongClock({ skewMs }: Refusal): string | undefined {
  return isSkewed(skewMs) ? `the clock of this machine is ${describeSkew(skewMs)}: correct it` : undefined;
}
