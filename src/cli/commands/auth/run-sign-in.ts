import { createCloudCredential } from "../../../alibaba/cloud-sso/create-cloud-credential.ts";
import type { AccessKeyCredentials } from "../../../alibaba/cloud-credentials.ts";
import { parseEndpoint } from "../../../alibaba/product-endpoint.ts";
import { exchangeAccessTokenForSts } from "../../../alibaba/oauth/exchange-access-token-for-sts.ts";
import { OAUTH_SITES } from "../../../alibaba/oauth/oauth-sites.ts";
import type { ProfileChanges } from "../../../credentials/aliyun-config/edit-config-text.ts";
import { findVariable } from "../../../environment/read-variable.ts";
import { usageError } from "../../../errors/tool-error.ts";
import { signInToCloudSso } from "../../../sign-in/cloud-sso-sign-in.ts";
import { signInWithOAuth } from "../../../sign-in/oauth-sign-in.ts";
import type { SignInContext } from "../../../sign-in/sign-in-context.ts";
import * as VARIABLES from "../../../environment/variable-names.ts";
import type { LoginProfile } from "./login-profile.ts";

/** The result of a sign-in. */
export interface SignedIn {
  readonly credentials: AccessKeyCredentials;
  /** The profile's new fields, named as in the aliyun CLI. */
  readonly fields: ProfileChanges;
  /** End of the sign-in, ms since the epoch; undefined if it is renewed automatically. */
  readonly expiration: number | undefined;
}

const OAUTH_FLAGS = "--mode OAuth --site cn";
const CLOUD_SSO_FLAGS = "--mode CloudSSO --sign-in-url https://HOST/DIRECTORY/login";

interface Flags {
  readonly "sign-in-url": string | undefined;
  readonly "account-id": string | undefined;
  readonly "access-configuration": string | undefined;
  readonly site: "cn" | "intl" | undefined;
}

/** Signs in with the flags and the profile's settings, and asks for what is missing. @throws ToolError */
export async function signIn(profile: LoginProfile, flags: Flags, ports: SignInContext): Promise<SignedIn> {
  const mode = profile.mode ?? (await askForMode(profile, ports));
  return mode === "CloudSSO" ? await cloudSso(profile, flags, ports) : await oauth(profile, flags, ports);
}

async function cloudSso({ fields, command }: LoginProfile, flags: Flags, ports: SignInContext): Promise<SignedIn> {
  const known = fields?.optionalText("cloud_sso_sign_in_url");
  const signInUrl =
    flags["sign-in-url"] ??
    known ??
    (await needed("--sign-in-url", "the CloudSSO sign-in URL", `${command} ${CLOUD_SSO_FLAGS}`, ports));
  if (URL.parse(signInUrl)?.protocol !== "https:") {
    throw usageError(
      `invalid --sign-in-url ${JSON.stringify(signInUrl)}: must be an https address`,
      "ask your administrator for the sign-in URL",
    );
  }
  // Another directory has other accounts.
  const isSame = known === signInUrl;
  const before = (name: string): string | undefined => (isSame ? fields?.optionalText(name) : undefined);
  const request = {
    signInUrl,
    account: flags["account-id"] ?? before("cloud_sso_account_id"),
    accessConfiguration:
      flags["access-configuration"] ??
      (flags["account-id"] === undefined ? before("cloud_sso_access_config") : undefined),
  };
  const { token, account, accessConfiguration } = await signInToCloudSso(request, ports);
  const credentials = await createCloudCredential(
    { signInUrl, accessToken: token.accessToken, accountId: account.id, accessConfiguration: accessConfiguration.id },
    ports,
  );
  return {
    credentials,
    expiration: token.expiration,
    fields: {
      mode: "CloudSSO",
      cloud_sso_sign_in_url: signInUrl,
      access_token: token.accessToken,
      cloud_sso_access_token_expire: Math.floor(token.expiration / 1000),
      cloud_sso_access_config: accessConfiguration.id,
      cloud_sso_account_id: account.id,
    },
  };
}

async function oauth({ fields, command }: LoginProfile, flags: Flags, ports: SignInContext): Promise<SignedIn> {
  const word = (
    flags.site ??
    fields?.optionalText("oauth_site_type") ??
    (await needed("--site", "the site of the account (cn or intl)", `${command} ${OAUTH_FLAGS}`, ports))
  ).toUpperCase();
  if (word !== "CN" && word !== "INTL") throw usageError(`invalid --site "${word}": must be cn or intl`);
  const other = findVariable(ports.env, VARIABLES.oauthEndpoint);
  const otherUrl = other && parseEndpoint(other.name, other.value);
  const { origin, signIn: page } = OAUTH_SITES[word];
  const endpoint = otherUrl ?? origin;
  const tokens = await signInWithOAuth({ site: word, endpoint, signInPage: otherUrl ?? page }, ports);
  const credentials = await exchangeAccessTokenForSts(endpoint, tokens.accessToken, ports);
  return {
    credentials,
    expiration: undefined,
    fields: {
      mode: "OAuth",
      oauth_site_type: word,
      oauth_access_token: tokens.accessToken,
      oauth_refresh_token: tokens.refreshToken,
      oauth_access_token_expire: Math.floor(tokens.accessTokenExpiration / 1000),
    },
  };
}

async function askForMode({ command }: LoginProfile, ports: SignInContext): Promise<"CloudSSO" | "OAuth"> {
  const word = await needed("--mode", "the way to sign in (CloudSSO or OAuth)", `${command} ${OAUTH_FLAGS}`, ports);
  if (/^cloud-?sso$/i.test(word)) return "CloudSSO";
  if (/^oauth$/i.test(word)) return "OAuth";
  throw usageError(`invalid --mode ${JSON.stringify(word)}: must be CloudSSO or OAuth`);
}

/** Asks at the terminal. @throws ToolError `usage` with an example if nobody can be asked */
async function needed(flag: string, what: string, example: string, { ask }: SignInContext): Promise<string> {
  const answer = (await ask?.(`${what}: `))?.trim();
  if (answer) return answer;
  throw usageError(`${flag} is missing: ${what}`, `for example: ${example}`);
}
