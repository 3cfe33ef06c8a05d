import { jsonReply } from "../server/reply.ts";
import type { Service } from "../server/service.ts";
import { ApiError } from "./api-error.ts";
import { createApiService } from "./api-service.ts";
import { assumeRole, assumeRoleWithOidc } from "./assume-role.ts";
import { callerIdentity } from "./caller-identity.ts";
import type { CloudState } from "./cloud-state.ts";
import { authenticateRpc, rpcAction, rpcParameters } from "./rpc-call.ts";
import { generateSessionAccessKey } from "./session-access-key.ts";

/** The Security Token Service (RPC). It has no resources, so everything is asked at `/`. */
export function createStsService(state: CloudState): Service {
  return createApiService("sts", rpcAction, ({ request, requestId }) => {
    const parameters = rpcParameters(request);
    const version = parameters.get("Version") ?? request.headers["x-acs-version"];
    if (request.path !== "/" || version !== "2015-04-01") {
      throw new ApiError(404, "InvalidVersion", "Specified parameter Version is not valid.");
    }
    switch (rpcAction(request)) {
      case "AssumeRole":
        return ok(assumeRole(state, authenticateRpc(state, request), parameters));
      case "AssumeRoleWithOIDC":
        return ok(assumeRoleWithOidc(state, parameters));
      case "GenerateSessionAccessKey":
        return ok(generateSessionAccessKey(state, request));
      case "GetCallerIdentity":
        return ok(callerIdentity(authenticateRpc(state, request).owner));
      default:
        throw new ApiError(404, "InvalidAction.NotFound", "Specified api is not found.");
    }

    function ok(answer: object) {
      return jsonReply(200, { ...answer, RequestId: requestId });
    }
  });
}
