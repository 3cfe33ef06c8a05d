import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import { exchangeAccessTokenForSts } from "../../alibaba/oauth/exchange-access-token-for-sts.ts";
import { isServing } from "../aliyun-config/stored-sts-credentials.ts";
import type { LoadContext } from "../load-context.ts";
import { type OAuthSource, signInFingerprint } from "../source.ts";
import { explainRefusal, isRefusal } from "./oauth-refusal.ts";
import { readOAuthSignIn, type Tokens } from "./read-oauth-sign-in.ts";
import { isNearEnd, renewStoredSignIn } from "./renew-stored-sign-in.ts";

/**
 * Credentials for a user who signed in with OAuth. An access token that ends soon is renewed first; one that the site
 * refuses is renewed once.
 * @throws ToolError `credentials_failed` and whatever the exchange throws
 */
export async function loadOAuth(source: OAuthSource, ports: LoadContext): Promise<AccessKeyCredentials> {
  const { stored, tokens } = await readOAuthSignIn(source, ports);
  if (stored !== undefined && isServing(stored, ports.now())) {
    await ports.onSignIn(signInFingerprint(tokens, stored));
    return stored;
  }
  const { mayRenewSignIn = true } = ports;
  const current = mayRenewSignIn && isNearEnd(tokens, ports) ? await renewStoredSignIn(source, tokens, ports) : tokens;
  try {
    return await exchange(source, current, ports);
  } catch (error) {
    // The site also refuses a token that expires too soon.
    const mayRenew = mayRenewSignIn && current === tokens && tokens.refreshToken !== undefined && isRefusal(error);
    if (!mayRenew) throw explainRefusal(source, error, ports);
    const renewed = await renewStoredSignIn(source, tokens, ports);
    return await exchange(source, renewed, ports).catch((refusal: unknown) => {
      throw explainRefusal(source, refusal, ports);
    });
  }
}

async function exchange(source: OAuthSource, tokens: Tokens, ports: LoadContext): Promise<AccessKeyCredentials> {
  // Later calls compute the fingerprint from the file, so the stored session is read again. If it is another person's
  // by now, the fingerprint matches no sign-in, and the cached certificate is served to nobody.
  const { stored } = await readOAuthSignIn(source, ports);
  await ports.onSignIn(signInFingerprint(tokens, stored));
  return await exchangeAccessTokenForSts(source.endpoint, tokens.accessToken, ports);
}
