import type * as v from "valibot";
import type { ApiPorts } from "../api-types.ts";
import { type ApiResponse, callApi } from "../call-api.ts";
import type { CloudCredentials } from "../cloud-credentials.ts";
import { requestTarget, type RoaRequest, signRoa } from "../signature/roa.ts";

/** The API's name in messages. */
export const CS = "the ACK API";

/** API version of every CS action. */
const CS_VERSION = "2015-12-15";

/**
 * One call of CS (Container Service), the API behind ACK.
 * @param endpoint base URL
 * @throws ToolError `network`, `tls`, `timeout`, `api_error`, `api_answer_invalid`
 */
export async function callCs<T>(
  endpoint: string,
  { action, path, query }: Pick<RoaRequest, "action" | "path" | "query">,
  credentials: CloudCredentials,
  schema: v.GenericSchema<unknown, T>,
  ports: ApiPorts,
): Promise<ApiResponse<T>> {
  const request = { method: "GET", path, query, action, version: CS_VERSION } as const;
  const url = `${endpoint}${requestTarget(request)}`;
  return await callApi(
    { name: CS, ramAction: `cs:${action}` },
    () => ({
      method: request.method,
      action,
      address: "the ACK API: --cs-endpoint, --region-id, their variables or the profile",
      url,
      headers: signRoa(request, credentials, { now: ports.now(), nonce: ports.nonce() }),
    }),
    schema,
    ports,
  );
}
