import type { Api, Caller } from "../api-types.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { clockSkew } from "../clock-skew.ts";
import type { HttpResponse } from "../../http/http-client.ts";
import { readRefusal } from "./read-error-body.ts";
import { apiErrorHint } from "./api-error-hint.ts";

/**
 * The error for a refusal: who was refused, what the API said, and its request id.
 * @param localTime ms since the epoch, to compare with the answer's `Date`
 */
export function apiError(api: Api, caller: Caller, answer: HttpResponse, localTime: number): ToolError {
  const refusal = readRefusal(answer);
  const { code, message, requestId } = refusal;
  const said = [code, message].filter((part) => part !== undefined).join(": ");
  const facts = `HTTP ${answer.status}${requestId === undefined ? "" : `, request id ${requestId}`}`;
  const verb = /ClusterNotFound/.test(code ?? "") ? "knows no such cluster for" : "refused";
  return new ToolError({
    code: "api_error",
    message:
      said === ""
        ? `${api.name} (${answer.host}) answered with HTTP ${answer.status} and no message`
        : `${api.name} ${verb} ${describeCaller(caller)}: ${said} (${facts})`,
    hint: apiErrorHint({ ...refusal, api, status: answer.status, skewMs: clockSkew(answer, localTime) }),
    details: { status: answer.status, "api code": code, "request id": requestId, host: answer.host },
  });
}

/** Identity and origin, without repetition. */
function describeCaller({ identity, origin }: Caller): string {
  return origin.includes(identity) ? origin : `${identity} (${origin})`;
}
