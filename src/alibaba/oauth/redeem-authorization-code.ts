import type { ApiPorts } from "../api-types.ts";
import { type OAuthTokens, requestTokens } from "./call-token-endpoint.ts";

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
