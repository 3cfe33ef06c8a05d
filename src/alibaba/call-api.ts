import type * as v from "valibot";
import { isSuccess, readAnswer } from "./read-answer.ts";
import type { HttpAnswer, HttpRequest } from "../http/send.ts";
import type { Api, ApiPorts } from "./api.ts";
import { isThrottling } from "./refusal/read-refusal.ts";

/** What an API answered. */
export interface ApiAnswer<T> {
  /** The body, parsed. */
  readonly value: T;
  /** The whole answer, for its headers. */
  readonly answer: HttpAnswer;
}

/**
 * Calls an API: sends the request, turns a refusal into an error, parses the answer.
 * @param build makes the request; called for each try, so that each has its own signature
 * @throws ToolError `network`, `tls`, `timeout`, `api_error`, `api_answer_invalid`
 */
export async function callApi<T>(
  api: Api,
  build: () => HttpRequest,
  schema: v.GenericSchema<unknown, T>,
  ports: ApiPorts,
): Promise<ApiAnswer<T>> {
  const answer = await ports.send(build, isThrottling);
  if (!isSuccess(answer)) {
    const { apiError } = await import("./refusal/api-error.ts");
    throw apiError(api, ports.caller, answer, ports.now());
  }
  return { value: readAnswer(api.name, schema, answer), answer };
}
