import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import { exchangeOAuthToken } from "../../alibaba/oauth/oauth.ts";
import { isServing } from "../aliyun-config/stored-session.ts";
import type { LoadPorts } from "../load-ports.ts";
import { type OAuthSource, signInFingerprint } from "../source.ts";
import { explainRefusal, isRefusal } from "./oauth-refusal.ts";
import { readOAuthSignIn, type Tokens } from "./oauth-tokens.ts";
import { isNearEnd, renewOAuthTokens } from "./renew-oauth-tokens.ts";

/**
 * Credentials for a user who signed in with OAuth. An access token near its end is renewed first, and one that the site
 * refuses is renewed once.
 * @throws ToolError `credentials_failed` and whatever the exchange throws
 */
export async function loadOAuth(source: OAuthSource, ports: LoadPorts): Promise<AccessKeyCredentials> {
  const { stored, tokens } = await readOAuthSignIn(source, ports);
  if (stored !== undefined && isServing(stored, ports.now())) {
    await ports.onSignIn(signInFingerprint(tokens, stored));
    return stored;
  }
  const { mayRenewSignIn = true } = ports;
  const current = mayRenewSignIn && isNearEnd(tokens, ports) ? await renewOAuthTokens(source, tokens, ports) : tokens;
  try {
    return await exchange(source, current, ports);
  } catch (error) {
    // The site may require more of the token's lifetime than is left.
    const mayRenew = mayRenewSignIn && current === tokens && tokens.refreshToken !== undefined && isRefusal(error);
    if (!mayRenew) throw explainRefusal(source, error);
    const renewed = await renewOAuthTokens(source, tokens, ports);
    return await exchange(source, renewed, ports).catch((refusal: unknown) => {
      throw explainRefusal(source, refusal);
    });
  }
}

async function exchange(source: OAuthSource, tokens: Tokens, ports: LoadPorts): Promise<AccessKeyCredentials> {
  // The session beside the tokens is part of the fingerprint. If another person has signed in since, it is theirs: then
  // the fingerprint is nobody's, and nobody is served this certificate again.
  const { stored } = await readOAuthSignIn(source, ports);
  await ports.onSignIn(signInFingerprint(tokens, stored));
  return await exchangeOAuthToken(source.endpoint, tokens.accessToken, ports);
}
