import * as v from "valibot";
import type { ApiPorts } from "../api-types.ts";
import { callApi } from "../call-api.ts";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { temporaryCredentials, temporaryCredentialsSchema } from "../parse-temporary-credentials.ts";
import { OAUTH } from "./call-token-endpoint.ts";

/** Most SDKs read lower camel case, credentials-python STS's case: accept both. */
const exchangeSchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name[0]?.toUpperCase() + name.slice(1), value])),
  ),
  temporaryCredentialsSchema,
);

/** Credentials for an access token. @throws ToolError `api_error`, `network`, `timeout`, `api_answer_invalid` */
export async function exchangeAccessTokenForSts(
  origin: string,
  accessToken: string,
  ports: ApiPorts,
): Promise<AccessKeyCredentials> {
  const { value } = await callApi(
    OAUTH,
    () => ({
      method: "POST",
      action: "ExchangeToken",
      url: `${origin}/v1/exchange`,
      headers: { accept: "application/json", authorization: `Bearer ${accessToken}` },
    }),
    exchangeSchema,
    ports,
  );
  return temporaryCredentials(OAUTH.name, value, ports.now());
}
