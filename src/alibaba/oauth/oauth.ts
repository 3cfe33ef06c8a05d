import * as v from "valibot";
import type { Api } from "../api.ts";
import type { ApiPorts } from "../api-ports.ts";
import { callApi } from "../call-api.ts";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { canonicalQuery } from "../signature/rpc.ts";
import { temporaryCredentials, temporaryCredentialsSchema } from "../temporary-credentials.ts";

const OAUTH: Api = { name: "Alibaba Cloud OAuth", ramAction: undefined };

/** Tokens of a signed-in user. */
export interface OAuthTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** End of the access token, ms since the epoch. */
  readonly accessTokenExpiration: number;
}

const filled = v.pipe(v.string(), v.nonEmpty());

const tokenSchema = v.object({
  access_token: filled,
  // Absent when the old one goes on to be good.
  refresh_token: v.optional(v.nullable(v.string())),
  expires_in: v.number(),
});

const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = temporaryCredentialsSchema.entries;

const exchangeSchema = v.object({
  accessKeyId: AccessKeyId,
  accessKeySecret: AccessKeySecret,
  securityToken: SecurityToken,
  expiration: Expiration,
});

/** New tokens for a refresh token. @throws ToolError `api_error`, `network`, `timeout`, `api_answer_invalid` */
export async function refreshOAuthTokens(
  origin: string,
  clientId: string,
  refreshToken: string,
  ports: ApiPorts,
): Promise<OAuthTokens> {
  const { value } = await callApi(
    OAUTH,
    () => ({
      method: "POST",
      action: "RefreshToken",
      url: `${origin}/v1/token`,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: canonicalQuery({ grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId }),
    }),
    tokenSchema,
    ports,
  );
  return {
    accessToken: value.access_token,
    refreshToken: value.refresh_token || refreshToken,
    accessTokenExpiration: ports.now() + value.expires_in * 1000,
  };
}

/** Credentials for an access token. @throws ToolError `api_error`, `network`, `timeout`, `api_answer_invalid` */
export async function exchangeOAuthToken(
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
  const { accessKeyId, accessKeySecret, securityToken, expiration } = value;
  return temporaryCredentials(
    OAUTH.name,
    {
      AccessKeyId: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken,
      Expiration: expiration,
    },
    ports.now(),
  );
}
