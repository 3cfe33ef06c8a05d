import type { ApiPorts } from "../api-types.ts";
import { type OAuthTokens, requestTokens } from "./call-token-endpoint.ts";

/** New tokens for a refresh token. @throws ToolError `api_error`, `network`, `timeout`, `api_answer_invalid` */
export async function redeemRefreshToken(
  origin: string,
  clientId: string,
  refreshToken: string,
  ports: ApiPorts,
): Promise<OAuthTokens> {
  const form = { grant_type: "refresh_token", refresh_token: refreshToken, client_id: clientId };
  return await requestTokens(origin, "RefreshToken", form, refreshToken, ports);
}
