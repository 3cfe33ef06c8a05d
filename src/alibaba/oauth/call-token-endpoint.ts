import * as v from "valibot";
import type { Api, ApiPorts } from "../api-types.ts";
import { callApi } from "../call-api.ts";
import { canonicalQuery } from "../signature/rpc.ts";

/** The OAuth site, for messages. */
export const OAUTH: Api = { name: "Alibaba Cloud OAuth", ramAction: undefined };

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

/**
 * Requests tokens.
 * @param form the grant
 * @param oldRefreshToken stays valid if the answer has no new one
 * @throws ToolError `api_error`, `network`, `timeout`, `api_answer_invalid`
 */
export async function requestTokens(
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
