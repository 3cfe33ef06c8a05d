import * as v from "valibot";
import type { Api, ApiPorts } from "../api.ts";
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
  // Absent if the old one stays valid.
  refresh_token: v.nullish(v.string()),
  expires_in: v.nullish(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite())),
});

/** Lifetime of an access token if the answer has none, ms: RAM's default for OAuth applications. */
const DEFAULT_LIFETIME_MS = 3_600_000;

/** Most SDKs read lower camel case, credentials-python STS's case: accept both. */
const exchangeSchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name[0]?.toUpperCase() + name.slice(1), value])),
  ),
  temporaryCredentialsSchema,
);

/** New tokens for a refresh token. @throws ToolError `api_error`, `network`, `timeout`, `api_answer_invalid` */
export async function refreshOAuthTokens(
  origin: string,
  clientId: string,
  refreshToken: string,
  ports: ApiPorts,
): Promise<OAuthTokens> {
  const form = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId };
  return await requestTokens(origin, "RefreshToken", form, refreshToken, ports);
}

/** What the browser brought back from the sign-in page. */
export interface AuthorizationCode {
  readonly code: string;
  /** The redirect URI of the sign-in. */
  readonly redirectUri: string;
  /** See RFC 7636. */
  readonly verifier: string;
}

/** The first tokens of a sign-in. @throws ToolError `api_error`, `network`, `timeout`, `api_answer_invalid` */
export async function redeemAuthorizationCode(
  origin: string,
  clientId: string,
  { code, redirectUri, verifier }: AuthorizationCode,
  ports: ApiPorts,
): Promise<OAuthTokens> {
  const form = {
    grant_type: "authorization_code",
    code,
    client_id: clientId,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  };
  return await requestTokens(origin, "AuthorizationCode", form, "", ports);
}

async function requestTokens(
  origin: string,
  action: string,
  form: Readonly<Record<string, string>>,
  oldRefreshToken: string,
  ports: ApiPorts,
): Promise<OAuthTokens> {
  const { value } = await callApi(
    OAUTH,
    () => ({
      method: "POST",
      action,
      url: `${origin}/v1/token`,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      // The request uses up the refresh token or the code, and a second one with it would be refused.
      isOnce: true,
      body: canonicalQuery(form),
    }),
    tokenSchema,
    ports,
  );
  return {
    accessToken: value.access_token,
    refreshToken: value.refresh_token || oldRefreshToken,
    accessTokenExpiration: ports.now() + (value.expires_in ? value.expires_in * 1000 : DEFAULT_LIFETIME_MS),
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
  return temporaryCredentials(OAUTH.name, value, ports.now());
}
