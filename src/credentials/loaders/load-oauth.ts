import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import { exchangeOAuthToken, type OAuthTokens, refreshOAuthTokens } from "../../alibaba/oauth/oauth.ts";
import { OAUTH_SITES } from "../../alibaba/oauth/oauth-sites.ts";
import { shellWord } from "../../errors/shell-word.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { readAliyunConfig } from "../aliyun-config/config-file.ts";
import { type ProfileUpdate, prepareProfileUpdate } from "../aliyun-config/update-profile.ts";
import { type OAuthSource, signInFingerprint, type SourceOf } from "../source.ts";
import type { LoadPorts } from "../load-ports.ts";
import { type ProfileFields, profileFields } from "../fields/profile-fields.ts";
import { isServing, storedSession } from "../aliyun-config/stored-session.ts";
import { withFileLock } from "../with-file-lock.ts";

/**
 * An access token that ends within this time is renewed, ms: the exchange requires 15 more minutes, and all official
 * SDKs renew it 20 minutes before its end (credentials-go, providers/oauth.go).
 */
const RENEW_BEFORE_MS = 20 * 60_000;

/** A renewal is not started with less time than this, ms: a timeout before the answer would lose the sign-in. */
const SHORTEST_RENEWAL_MS = 5000;

/** How long to wait for another program to save what it renewed, and how often to look, ms. */
const WAIT_FOR_OTHERS_MS = 3000;
const POLL_MS = 200;

/** A sign-in in config.json. */
interface SignIn {
  /** The result of an earlier exchange. */
  readonly stored: AccessKeyCredentials | undefined;
  readonly tokens: Tokens;
}

type Tokens = Omit<OAuthTokens, "refreshToken"> & { readonly refreshToken: string | undefined };

/**
 * Credentials for a user who signed in with OAuth. An access token near its end is renewed, which uses up the refresh
 * token: so space for the new one is reserved first, and signals are deferred until it is saved in the config.json that
 * the old one came from. A second process waits, and then finds the new one there.
 * @throws ToolError `credentials_failed` and whatever the exchange throws
 */
export async function loadOAuth(source: SourceOf<"oauth">, ports: LoadPorts): Promise<AccessKeyCredentials> {
  const { stored, tokens } = await readSignIn(source, ports);
  if (stored !== undefined && isServing(stored, ports.now())) return stored;
  const { mayRenewSignIn = true } = ports;
  const current = mayRenewSignIn && isNearEnd(tokens, ports) ? await renew(source, tokens, ports) : tokens;
  try {
    return await exchange(source, current, ports);
  } catch (error) {
    // The site may require more of the token's lifetime than is left.
    const mayRenew = mayRenewSignIn && current === tokens && tokens.refreshToken !== undefined && isRefusal(error);
    if (!mayRenew) throw explain(source, error);
    const renewed = await renew(source, tokens, ports);
    return await exchange(source, renewed, ports).catch((refusal: unknown) => {
      throw explain(source, refusal);
    });
  }
}

async function exchange(source: SourceOf<"oauth">, tokens: Tokens, ports: LoadPorts): Promise<AccessKeyCredentials> {
  // Renewed just now, here or by another process: the certificate belongs to the sign-in that is now in the file.
  const { stored } = await readSignIn(source, ports);
  if (signInFingerprint(tokens, stored) !== source.fingerprint) await ports.onFileRewritten();
  return await exchangeOAuthToken(source.endpoint, tokens.accessToken, ports);
}

/** @param old the tokens to renew; if the file has others by now, those are used */
async function renew(source: SourceOf<"oauth">, old: Tokens, ports: LoadPorts): Promise<Tokens> {
  return await withFileLock(`${source.file}.ack-ram-tool.lock`, ports, async () => {
    const { tokens } = await readSignIn(source, ports);
    if (isRenewed(tokens, old) && !isNearEnd(tokens, ports)) return tokens;
    if (tokens.refreshToken === undefined) return stillServing(source, tokens, ports);
    if (ports.deadline.remaining() < SHORTEST_RENEWAL_MS) return tooLate(source, tokens, ports);
    let update: ProfileUpdate;
    try {
      update = await prepareProfileUpdate(source.file, source.profileName, ports);
    } catch (error) {
      if (!(error instanceof ToolError) || !isServingToken(tokens, ports)) throw error;
      ports.log.warn(`the sign-in is not renewed: ${error.message}`);
      return tokens;
    }
    return await renewAndSave(source, { ...tokens, refreshToken: tokens.refreshToken }, update, ports);
  });
}

async function renewAndSave(
  source: SourceOf<"oauth">,
  old: OAuthTokens,
  update: ProfileUpdate,
  ports: LoadPorts,
): Promise<Tokens> {
  const letGo = await ports.holdSignals();
  try {
    const { clientId } = OAUTH_SITES[source.site];
    const renewed = await refreshOAuthTokens(source.endpoint, clientId, old.refreshToken, ports);
    update.save({
      oauth_access_token: renewed.accessToken,
      oauth_refresh_token: renewed.refreshToken,
      oauth_access_token_expire: Math.floor(renewed.accessTokenExpiration / 1000),
    });
    return renewed;
  } catch (error) {
    update.abandon();
    const others = isRefusal(error) ? await renewedByOthers(source, old, ports) : undefined;
    if (others === undefined) throw explain(source, error);
    return others;
  } finally {
    letGo();
  }
}

/**
 * The aliyun CLI takes no lock: it may have used up the refresh token since the file was read, and be about to save the
 * new one.
 */
async function renewedByOthers(source: OAuthSource, old: Tokens, ports: LoadPorts): Promise<Tokens | undefined> {
  const wait = ports.deadline.endingIn(WAIT_FOR_OTHERS_MS);
  for (;;) {
    const { tokens } = await readSignIn(source, ports);
    if (isRenewed(tokens, old) && isServingToken(tokens, ports)) return tokens;
    if (wait.remaining() === 0) return undefined;
    await ports.sleep(POLL_MS, wait.signal);
  }
}

async function readSignIn(source: OAuthSource, ports: LoadPorts): Promise<SignIn> {
  const { file, profileName } = source;
  const profile = readAliyunConfig(file, await ports.files.readText(file)).find(profileName);
  const fields = profileFields(`profile ${JSON.stringify(profileName)} in ${file}`, profile, () => signInAgain(source));
  return { stored: storedSession(fields), tokens: tokensIn(fields) };
}

function tokensIn(fields: ProfileFields): Tokens {
  return {
    accessToken: fields.optionalSecret("oauth_access_token") ?? "",
    refreshToken: fields.optionalSecret("oauth_refresh_token"),
    accessTokenExpiration: (fields.optionalNumber("oauth_access_token_expire") ?? 0) * 1000,
  };
}

function isRenewed(tokens: Tokens, old: Tokens): boolean {
  return tokens.refreshToken !== old.refreshToken || tokens.accessToken !== old.accessToken;
}

/** Without a refresh token the access token is used to its end. */
function isNearEnd({ accessToken, refreshToken, accessTokenExpiration }: Tokens, { now }: LoadPorts): boolean {
  const margin = refreshToken === undefined ? 0 : RENEW_BEFORE_MS;
  return accessToken === "" || accessTokenExpiration - margin <= now();
}

function isServingToken({ accessToken, accessTokenExpiration }: Tokens, { now }: LoadPorts): boolean {
  return accessToken !== "" && accessTokenExpiration > now();
}

function stillServing(source: OAuthSource, tokens: Tokens, ports: LoadPorts): Tokens {
  if (isServingToken(tokens, ports)) return tokens;
  throw new ToolError({
    code: "credentials_failed",
    message: `the OAuth sign-in of profile ${JSON.stringify(source.profileName)} has ended, and there is no refresh token`,
    hint: signInAgain(source),
  });
}

function tooLate(source: OAuthSource, tokens: Tokens, ports: LoadPorts): Tokens {
  if (isServingToken(tokens, ports)) return tokens;
  throw new ToolError({
    code: "timeout",
    message: `the OAuth sign-in of profile ${JSON.stringify(source.profileName)} must be renewed, which is not begun with less than ${SHORTEST_RENEWAL_MS / 1000} s left (${ports.deadline.limit})`,
    hint: "allow more time with --timeout",
  });
}

function isRefusal(error: unknown): boolean {
  if (!(error instanceof ToolError) || error.code !== "api_error") return false;
  const status = Number(error.details["status"]);
  return status >= 400 && status <= 403;
}

function explain(source: OAuthSource, error: unknown): unknown {
  if (!(error instanceof ToolError) || !isRefusal(error)) return error;
  return new ToolError({
    code: "credentials_failed",
    message: `the OAuth sign-in of profile ${JSON.stringify(source.profileName)} is no longer accepted: ${error.message}`,
    hint: signInAgain(source),
    details: error.details,
    cause: error,
  });
}

function signInAgain({ profileName }: OAuthSource): string {
  return `sign in again: ack-ram-tool auth login --profile-name ${shellWord(profileName)}`;
}
