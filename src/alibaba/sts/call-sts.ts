import type * as v from "valibot";
import type { ApiPorts } from "../api-types.ts";
import { callApi } from "../call-api.ts";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import type { HttpRequest } from "../../http/http-client.ts";
import { canonicalQuery, commonParameters, type RpcRequest, signRpc } from "../signature/rpc.ts";

/** The API's name in messages. */
export const STS = "STS";

/** API version of every STS action. */
export const STS_VERSION = "2015-04-01";

/**
 * Calls STS.
 * @param endpoint base URL
 * @param credentials to sign with; undefined for unsigned actions
 * @throws ToolError `network`, `tls`, `timeout`, `api_error`, `api_answer_invalid`
 */
export async function callSts<T>(
  endpoint: string,
  request: Omit<RpcRequest, "version">,
  credentials: AccessKeyCredentials | undefined,
  schema: v.GenericSchema<unknown, T>,
  ports: ApiPorts,
): Promise<T> {
  const build = (): HttpRequest => buildRequest(endpoint, { ...request, version: STS_VERSION }, credentials, ports);
  const { value } = await callApi({ name: STS, ramAction: `sts:${request.action}` }, build, schema, ports);
  return value;
}

function buildRequest(
  endpoint: string,
  request: RpcRequest,
  credentials: AccessKeyCredentials | undefined,
  { now, nonce }: ApiPorts,
): HttpRequest {
  const moment = { now: now(), nonce: nonce() };
  const { query, body } =
    credentials === undefined
      ? { query: commonParameters(request, moment), body: request.parameters }
      : signRpc(request, credentials, moment);
  return {
    method: "POST",
    action: request.action,
    address: "STS: --sts-endpoint, --region-id, their variables or the profile",
    url: `${endpoint}/?${canonicalQuery(query)}`,
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: canonicalQuery(body),
  };
}
