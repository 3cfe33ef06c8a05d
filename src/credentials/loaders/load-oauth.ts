import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import { exchangeOAuthToken, type OAuthTokens, refreshOAuthTokens } from "../../alibaba/oauth/oauth.ts";
import { OAUTH_SITES } from "../../alibaba/oauth/oauth-sites.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { readAliyunConfig } from "../aliyun-config/config-file.ts";
import { updateProfile } from "../aliyun-config/update-profile.ts";
import { fingerprint } from "../fingerprint.ts";
import type { LoadPorts } from "../load-ports.ts";
import { profileFields } from "../profile-fields.ts";
import type { OAuthSource, SourceOf } from "../source.ts";
import { withFileLock } from "../with-file-lock.ts";

/** A token that ends within this time is as good as over, ms. */
const MARGIN_MS = 60_000;

/**
 * Credentials for a user who signed in with OAuth. An access token that is over is renewed, and since that may use the
 * refresh token up, the new ones are saved at once in the config.json that they came from; a second process waits, and
 * then finds them there.
 * @throws ToolError `credentials_failed` and whatever the exchange throws
 */
export async function loadOAuth(source: SourceOf<"oauth">, ports: LoadPorts): Promise<AccessKeyCredentials> {
  const current = await readTokens(source, ports);
  const tokens = isOver(current, ports)
    ? await withFileLock(`${source.file}.ack-ram-tool.lock`, ports, () => renewTokens(source, ports))
    : current;
  // Renewed just now, here or by another process: what comes of it belongs to the sign-in that the file holds now.
  if (fingerprint(tokens.refreshToken) !== source.fingerprint) await ports.onFileRewritten();
  try {
    return await exchangeOAuthToken(source.endpoint, tokens.accessToken, ports);
  } catch (error) {
    throw explain(source, error);
  }
}

async function renewTokens(source: SourceOf<"oauth">, ports: LoadPorts): Promise<OAuthTokens> {
  const current = await readTokens(source, ports);
  if (!isOver(current, ports)) return current;
  let renewed: OAuthTokens;
  try {
    renewed = await refreshOAuthTokens(source.endpoint, OAUTH_SITES[source.site].clientId, current.refreshToken, ports);
  } catch (error) {
    throw explain(source, error);
  }
  await updateProfile(
    source.file,
    source.profileName,
    {
      oauth_access_token: renewed.accessToken,
      oauth_refresh_token: renewed.refreshToken,
      oauth_access_token_expire: Math.floor(renewed.accessTokenExpiration / 1000),
    },
    ports,
  );
  return renewed;
}

async function readTokens({ file, profileName }: OAuthSource, ports: LoadPorts): Promise<OAuthTokens> {
  const named = `profile "${profileName}" in ${file}`;
  const profile = readAliyunConfig(file, await ports.files.readText(file)).find(profileName);
  const fields = profileFields(
    named,
    profile,
    () => `sign in again: aliyun configure --mode OAuth --profile ${profileName}`,
  );
  return {
    accessToken: fields.optionalSecret("oauth_access_token") ?? "",
    refreshToken: fields.secret("oauth_refresh_token"),
    accessTokenExpiration: (fields.optionalNumber("oauth_access_token_expire") ?? 0) * 1000,
  };
}

function isOver({ accessToken, accessTokenExpiration }: OAuthTokens, { now }: LoadPorts): boolean {
  return accessToken === "" || accessTokenExpiration - MARGIN_MS <= now();
}

function explain({ profileName }: OAuthSource, error: unknown): unknown {
  if (!(error instanceof ToolError) || error.code !== "api_error") return error;
  const status = Number(error.details["status"]);
  if (status < 400 || status > 403) return error;
  return new ToolError({
    code: "credentials_failed",
    message: `the OAuth sign-in of profile "${profileName}" is not accepted any more: ${error.message}`,
    hint: `sign in again: aliyun configure --mode OAuth --profile ${profileName}`,
    details: error.details,
    cause: error,
  });
}
