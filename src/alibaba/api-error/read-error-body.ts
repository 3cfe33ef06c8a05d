import * as v from "valibot";
import { readJson } from "../../schema/read-json.ts";
import type { HttpResponse } from "../../http/http-client.ts";

const anything = v.optional(v.unknown());

// The spelling depends on the product and on the gateway in front of it.
const errorSchema = v.object({
  Code: anything,
  code: anything,
  Message: anything,
  message: anything,
  // CloudSSO's and OAuth's spellings
  ErrorCode: anything,
  ErrorMessage: anything,
  error: anything,
  error_description: anything,
  RequestId: anything,
  requestId: anything,
  requestid: anything,
  request_id: anything,
  AccessDeniedDetail: anything,
  accessDeniedDetail: anything,
});

/**
 * Why RAM denied a call.
 * @see https://alibabacloud.com/help/en/ram/support/how-to-troubleshoot-an-access-denied-error
 */
export interface DeniedAccess {
  /** The denied action: `cs:GetClusters`. */
  readonly action: string | undefined;
  /** `ExplicitDeny`: a policy forbids it. `ImplicitDeny`: no policy allows it. */
  readonly type: string | undefined;
  /** `ControlPolicy`, `AccountLevelIdentityBasedPolicy`, `ResourceGroupLevelIdentityBasedPolicy`, `AssumeRolePolicy`, … */
  readonly policy: string | undefined;
}

/** The content of a refusal. */
export interface ApiRefusal {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
  readonly denied: DeniedAccess | undefined;
}

/** Parses an error body; everything is undefined if it is not one (a proxy's HTML page, say). */
export function readRefusal(answer: HttpResponse): ApiRefusal {
  const read = readJson(errorSchema, answer.body);
  const fields = read.ok ? read.value : {};
  return {
    code: firstText(fields.Code, fields.code, fields.ErrorCode, fields.error),
    message: firstText(fields.Message, fields.message, fields.ErrorMessage, fields.error_description),
    requestId: firstText(
      fields.RequestId,
      fields.requestId,
      fields.requestid,
      fields.request_id,
      answer.headers.get("x-acs-request-id"),
    ),
    denied: readDenied(fields.AccessDeniedDetail ?? fields.accessDeniedDetail),
  };
}

/** Whether an answer means "too many calls", whatever its status. */
export function isThrottling(answer: HttpResponse): boolean {
  return answer.status >= 400 && (readRefusal(answer).code ?? "").includes("Throttling");
}

const deniedSchema = v.object({
  AuthAction: anything,
  authAction: anything,
  NoPermissionType: anything,
  noPermissionType: anything,
  PolicyType: anything,
  policyType: anything,
});

/** Some products send the detail as an object, others as a text that contains one. */
function readDenied(detail: unknown): DeniedAccess | undefined {
  const read = readJson(deniedSchema, typeof detail === "string" ? detail : JSON.stringify(detail ?? null));
  if (!read.ok) return undefined;
  const { value } = read;
  return {
    action: firstText(value.AuthAction, value.authAction),
    type: firstText(value.NoPermissionType, value.noPermissionType),
    policy: firstText(value.PolicyType, value.policyType),
  };
}

function firstText(...values: readonly unknown[]): string | undefined {
  const texts = values.map((value) => (typeof value === "number" ? String(value) : value));
  const found = texts.find((text): text is string => typeof text === "string" && text !== "");
  return found === undefined ? undefined : presentable(found);
}

/**
 * Server text for a terminal: one line, no control characters, and nothing of the request that the server echoes: for a
 * wrong signature the gateway returns its string to sign, which contains the security token.
 */
function presentable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replace(/\s*(?:the )?(?:server )?string\s?to\s?sign\b.*$/i, "")
    .replace(/[A-Za-z0-9+/=_-]{40,}/g, "…")
    .trim()
    .slice(0, 500);
}
