import type * as v from "valibot";
import { isSuccess, readResponse } from "./read-response.ts";
import type { HttpResponse, HttpRequest } from "../http/http-client.ts";
import type { Api, ApiPorts } from "./api-types.ts";
import { isThrottling } from "./api-error/read-error-body.ts";

/** What an API answered. */
export interface ApiResponse<T> {
  /** The body, parsed. */
  readonly value: T;
  /** The whole answer, for its headers. */
  readonly answer: HttpResponse;
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
): Promise<ApiResponse<T>> {
  const answer = await ports.send(build, isThrottling);
  if (!isSuccess(answer)) {
    const { apiError } = await import("./api-error/api-error.ts");
    throw apiError(api, ports.caller, answer, ports.now());
  }
  return { value: readResponse(api.name, schema, answer), answer };
}
