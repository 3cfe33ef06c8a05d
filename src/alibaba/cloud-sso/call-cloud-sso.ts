import type * as v from "valibot";
import type { HttpRequest } from "../../http/http-client.ts";
import type { ApiPorts } from "../api-types.ts";
import { callApi } from "../call-api.ts";

/** The service's name in messages. */
export const CLOUD_SSO = "CloudSSO";

/** A call of CloudSSO; with a body it is a POST. */
export interface CloudSsoCall {
  readonly action: string;
  /** Path and query. */
  readonly path: string;
  /** Of the signed-in user; undefined before the sign-in. */
  readonly accessToken?: string;
  /** Sent as JSON. */
  readonly body?: object;
}

/**
 * Calls CloudSSO.
 * @param signInUrl as the administrator gave it; only its scheme and host are used
 * @throws ToolError `network`, `tls`, `timeout`, `api_error`, `api_answer_invalid`
 */
export async function callCloudSso<T>(
  signInUrl: string,
  { action, path, accessToken, body }: CloudSsoCall,
  schema: v.GenericSchema<unknown, T>,
  ports: ApiPorts,
): Promise<T> {
  const build = (): HttpRequest => ({
    method: body === undefined ? "GET" : "POST",
    action,
    url: new URL(signInUrl).origin + path,
    headers: {
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await callApi({ name: CLOUD_SSO, ramAction: undefined }, build, schema, ports)).value;
}
