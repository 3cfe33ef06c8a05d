import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";
import type { Api } from "./api.ts";
import { apiErrorHint } from "./api-error-hints.ts";
import type { HttpAnswer } from "./http/send.ts";

const anything = v.optional(v.unknown());

// Which spelling comes depends on the product and on the gateway in front of it.
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
});

/** What an API says about a refusal. */
export interface ApiRefusal {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
}

/** Reads an error body; everything is undefined when it is none (a proxy's HTML page, say). */
export function readRefusal(answer: HttpAnswer): ApiRefusal {
  const read = readJson(errorSchema, answer.body);
  const fields = read.ok ? read.value : {};
  return {
    code: firstText(fields.Code, fields.code, fields.ErrorCode, fields.error),
    message: firstText(fields.Message, fields.message, fields.ErrorMessage, fields.error_description),
    requestId: firstText(fields.RequestId, fields.requestId, fields.requestid, answer.headers.get("x-acs-request-id")),
  };
}

/** True for an answer that says "too many calls", whatever its status. */
export function isThrottling(answer: HttpAnswer): boolean {
  return answer.status >= 400 && (readRefusal(answer).code ?? "").includes("Throttling");
}

/**
 * The error for an answer that refuses.
 * @param localTime ms since the epoch, to compare with the answer's `Date`
 */
export function apiError({ name, ramAction }: Api, answer: HttpAnswer, localTime: number): ToolError {
  const { code, message, requestId } = readRefusal(answer);
  const said = [code, message].filter((part) => part !== undefined).join(": ");
  return new ToolError({
    code: "api_error",
    message:
      said === ""
        ? `${name} (${answer.host}) answered with HTTP ${answer.status} and no message of its own`
        : `${name} refused: ${said} (HTTP ${answer.status})`,
    hint: apiErrorHint({ status: answer.status, code, ramAction, skewMs: clockSkew(answer, localTime) }),
    details: { status: answer.status, "api code": code, "request id": requestId, host: answer.host },
  });
}

/** How far this machine's clock is ahead of the server's, ms (negative: behind); 0 when the answer has no usable `Date`. */
export function clockSkew(answer: Pick<HttpAnswer, "headers">, localTime: number): number {
  const date = Date.parse(answer.headers.get("date") ?? "");
  return Number.isNaN(date) ? 0 : localTime - date;
}

function firstText(...values: readonly unknown[]): string | undefined {
  const texts = values.map((value) => (typeof value === "number" ? String(value) : value));
  const found = texts.find((text): text is string => typeof text === "string" && text !== "");
  return found === undefined ? undefined : presentable(found);
}

/**
 * Server text for a terminal: one line, no control characters, and nothing of what the server repeats of the request: the
 * gateway answers a wrong signature with its string to sign, in which the security token stands.
 */
function presentable(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .replace(/\s*(?:the )?(?:server )?string\s?to\s?sign\b.*$/i, "")
    .replace(/[A-Za-z0-9+/=_-]{40,}/g, "…")
    .trim()
    .slice(0, 500);
}
