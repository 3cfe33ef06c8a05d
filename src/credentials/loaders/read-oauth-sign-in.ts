import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import type { OAuthTokens } from "../../alibaba/oauth/call-token-endpoint.ts";
import { describeProfile, readAliyunConfig } from "../aliyun-config/config-file.ts";
import { storedStsCredentials } from "../aliyun-config/stored-sts-credentials.ts";
import { type ProfileFields, profileFields } from "../field-readers/profile-field-reader.ts";
import type { LoadContext } from "../load-context.ts";
import type { OAuthSource } from "../source.ts";
import { signInAgain } from "./oauth-refusal.ts";

/** A sign-in in config.json. */
export interface StoredSignIn {
  /** The STS session that an earlier exchange returned; may have expired. */
  readonly stored: AccessKeyCredentials | undefined;
  readonly tokens: Tokens;
}

/** The tokens of a sign-in; the refresh token may be missing, the access token empty. */
export type Tokens = Omit<OAuthTokens, "refreshToken"> & { readonly refreshToken: string | undefined };

/** The sign-in as config.json has it now. @throws ToolError `credentials_invalid`; Error with an errno `code` */
export async function readOAuthSignIn(source: OAuthSource, ports: LoadContext): Promise<StoredSignIn> {
  const { file, profileName } = source;
  const profile = readAliyunConfig(file, await ports.files.readText(file)).find(profileName);
  const fields = profileFields(describeProfile(profileName, file), profile, () => signInAgain(source, ports));
  return { stored: storedStsCredentials(fields), tokens: tokensIn(fields) };
}

function tokensIn(fields: ProfileFields): Tokens {
  return {
    accessToken: fields.optionalSecret("oauth_access_token") ?? "",
    refreshToken: fields.optionalSecret("oauth_refresh_token"),
    accessTokenExpiration: (fields.optionalNumber("oauth_access_token_expire") ?? 0) * 1000,
  };
}

/** Whether an access token can still be used. */
export function isServingToken(
  { accessToken, accessTokenExpiration }: Tokens,
  { now }: Pick<LoadContext, "now">,
): boolean {
  return accessToken !== "" && accessTokenExpiration > now();
}
