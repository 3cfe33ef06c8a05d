import type { OAuthTokens } from "../../alibaba/oauth/call-token-endpoint.ts";
import { redeemRefreshToken } from "../../alibaba/oauth/redeem-refresh-token.ts";
import { OAUTH_SITES } from "../../alibaba/oauth/oauth-sites.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { type WriteBack, prepareWriteBack } from "../aliyun-config/write-back-tokens.ts";
import type { LoadContext } from "../load-context.ts";
import type { OAuthSource } from "../source.ts";
import { withFileLock } from "../with-file-lock.ts";
import { explainRefusal, isRefusal, signInAgain } from "./oauth-refusal.ts";
import { isServingToken, readOAuthSignIn, type Tokens } from "./read-oauth-sign-in.ts";

/**
 * An access token that ends within this time is renewed, ms: the exchange requires 15 more minutes, and all official
 * SDKs renew it 20 minutes before its end (credentials-go, providers/oauth.go).
 */
const RENEW_BEFORE_MS = 20 * 60_000;

/** A renewal needs at least this much time, ms: a timeout before the answer would lose the refresh token. */
const SHORTEST_RENEWAL_MS = 5000;

/** How long to wait for another program to save the tokens that it renewed, and how often to look, ms. */
const WAIT_FOR_OTHERS_MS = 3000;
const POLL_MS = 200;

/**
 * Renews an access token in config.json. That uses up the refresh token, so space for the new one is reserved first,
 * and signals are deferred until it is saved. Others wait for the lock, and then find the new tokens in the file.
 * @param old the tokens to renew; if the file has newer ones by now, those are used
 * @throws ToolError `credentials_failed`, `timeout`, and whatever the request throws
 */
export async function renewStoredSignIn(source: OAuthSource, old: Tokens, ports: LoadContext): Promise<Tokens> {
  return await withFileLock(`${source.file}.ack-ram-tool.lock`, ports, async () => {
    const { tokens } = await readOAuthSignIn(source, ports);
    if (isRenewed(tokens, old) && !isNearEnd(tokens, ports)) return tokens;
    if (tokens.refreshToken === undefined) return stillServing(source, tokens, ports);
    if (ports.deadline.remaining() < SHORTEST_RENEWAL_MS) return tooLate(source, tokens, ports);
    let update: WriteBack;
    try {
      update = await prepareWriteBack(source.file, source.profileName, ports);
    } catch (error) {
      if (!(error instanceof ToolError) || !isServingToken(tokens, ports)) throw error;
      ports.log.warn(`the sign-in is not renewed: ${error.message}`);
      return tokens;
    }
    return await renewAndSave(source, { ...tokens, refreshToken: tokens.refreshToken }, update, ports);
  });
}

async function renewAndSave(
  source: OAuthSource,
  old: OAuthTokens,
  update: WriteBack,
  ports: LoadContext,
): Promise<Tokens> {
  const letGo = await ports.holdSignals();
  try {
    const { clientId } = OAUTH_SITES[source.site];
    const renewed = await redeemRefreshToken(source.endpoint, clientId, old.refreshToken, ports);
    update.save({
      oauth_access_token: renewed.accessToken,
      oauth_refresh_token: renewed.refreshToken,
      oauth_access_token_expire: Math.floor(renewed.accessTokenExpiration / 1000),
    });
    return renewed;
  } catch (error) {
    update.abandon();
    const others = isRefusal(error) ? await renewedByOthers(source, old, ports) : undefined;
    if (others === undefined) throw explainRefusal(source, error, ports);
    return others;
  } finally {
    letGo();
  }
}

/**
 * Waits for tokens that another program saves: the aliyun CLI takes no lock, and may have used up the refresh token
 * since the file was read.
 */
async function renewedByOthers(source: OAuthSource, old: Tokens, ports: LoadContext): Promise<Tokens | undefined> {
  const wait = ports.deadline.endingIn(WAIT_FOR_OTHERS_MS);
  for (;;) {
    const { tokens } = await readOAuthSignIn(source, ports);
    if (isRenewed(tokens, old) && isServingToken(tokens, ports)) return tokens;
    if (wait.remaining() === 0) return undefined;
    await ports.sleep(POLL_MS, wait.signal);
  }
}

function isRenewed(tokens: Tokens, old: Tokens): boolean {
  return tokens.refreshToken !== old.refreshToken || tokens.accessToken !== old.accessToken;
}

/** Whether an access token should be renewed. Without a refresh token it is used until it expires. */
export function isNearEnd({ accessToken, refreshToken, accessTokenExpiration }: Tokens, { now }: LoadContext): boolean {
  const margin = refreshToken === undefined ? 0 : RENEW_BEFORE_MS;
  return accessToken === "" || accessTokenExpiration - margin <= now();
}

function stillServing(source: OAuthSource, tokens: Tokens, ports: LoadContext): Tokens {
  if (isServingToken(tokens, ports)) return tokens;
  throw new ToolError({
    code: "credentials_failed",
    message: `the OAuth sign-in of profile ${JSON.stringify(source.profileName)} has expired, and there is no refresh token`,
    hint: signInAgain(source, ports),
  });
}

function tooLate(source: OAuthSource, tokens: Tokens, ports: LoadContext): Tokens {
  if (isServingToken(tokens, ports)) return tokens;
  throw new ToolError({
    code: "timeout",
    message: `the OAuth sign-in of profile ${JSON.stringify(source.profileName)} must be renewed, which needs at least ${SHORTEST_RENEWAL_MS / 1000} s (${ports.deadline.limit})`,
    hint: "allow more time with --timeout",
  });
}
