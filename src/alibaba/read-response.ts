import type * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";
import type { HttpResponse } from "../http/http-client.ts";

/**
 * The body of a successful answer, validated by a schema.
 * @param api the API's name in messages, e.g. `the ACK API`
 * @throws ToolError `api_answer_invalid`; its message never quotes the body
 */
export function readResponse<T>(api: string, schema: v.GenericSchema<unknown, T>, answer: HttpResponse): T {
  const read = readJson(schema, answer.body);
  if (read.ok) return read.value;
  throw unusableResponse(api, answer, read.problem);
}

/** The error for an unusable answer. */
export function unusableResponse(api: string, answer: HttpResponse, problem: string): ToolError {
  return new ToolError({
    code: "api_answer_invalid",
    message: `${api} (${answer.host}) sent an answer that cannot be used (HTTP ${answer.status}): ${problem}`,
    hint: "check the network (a proxy or a captive portal may have answered) and the endpoint; if both are right, try again",
    details: { status: answer.status, "request id": answer.headers.get("x-acs-request-id") ?? undefined },
  });
}

/** Whether the status is 2xx. */
export function isSuccess(answer: HttpResponse): boolean {
  return answer.status >= 200 && answer.status <= 299;
}
