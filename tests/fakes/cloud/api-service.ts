import { randomUUID } from "node:crypto";
import type { FakeRequest } from "../server/fake-request.ts";
import type { UserConfigFlaw } from "../server/fault.ts";
import type { Reply } from "../server/reply.ts";
import type { Service, ServiceName } from "../server/service.ts";
import { ApiError, errorReply } from "./api-error.ts";

/** A call that reached an API: the request and the id that its answer bears. */
export interface ApiCall {
  readonly request: FakeRequest;
  readonly requestId: string;
  readonly flaw?: UserConfigFlaw;
}

/** Makes a service of an API whose answer function throws {@link ApiError}, and gives each answer a request id. */
export function createApiService(
  name: ServiceName,
  actionOf: (request: FakeRequest) => string,
  answer: (call: ApiCall) => Reply | Promise<Reply>,
): Service {
  return {
    name,
    actionOf,
    answer: async (request, flaw) => {
      const requestId = randomUUID().toUpperCase();
      const reply = await answerOrError({ request, requestId, ...(flaw === undefined ? {} : { flaw }) }, answer);
      return { ...reply, headers: { ...reply.headers, "x-acs-request-id": requestId } };
    },
  };
}

async function answerOrError(call: ApiCall, answer: (call: ApiCall) => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await answer(call);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return errorReply(error, call.requestId, call.request.headers["host"] ?? "");
  }
}
