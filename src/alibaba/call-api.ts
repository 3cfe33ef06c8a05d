import type * as v from "valibot";
import { isSuccess, readAnswer } from "./read-answer.ts";
import type { HttpAnswer, HttpRequest, Send } from "../http/send.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import type { Caller } from "./caller.ts";
import { isThrottling } from "./refusal/read-refusal.ts";

/** An API's action. */
export interface Api {
  /** How people call the API, e.g. `the ACK API`. */
  readonly name: string;
  /** The RAM action that a policy must allow for the call; undefined if RAM policies do not govern it. */
  readonly ramAction: string | undefined;
}

/** What every API client here works with. */
export interface ApiPorts extends Pick<LoggedWorld, "now" | "nonce" | "log"> {
  readonly send: Send;
  readonly caller: Caller;
}

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
