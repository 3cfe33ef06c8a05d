import type { Scene } from "./scene.ts";
import { CONFIG, handWritten, writeProfile } from "./credential-files.ts";

/** Signs a role in with OAuth. @returns a profile's fields, whose access token is good for so many seconds */
export function oauthFields({ cloud }: Pick<Scene, "cloud">, seconds = 3600, role = cloud.roles.ci): object {
  const login = cloud.signInWithOAuth(role, seconds);
  return {
    mode: "OAuth",
    oauth_site_type: "CN",
    oauth_access_token: login.accessToken,
    oauth_refresh_token: login.refreshToken,
    oauth_access_token_expire: Math.floor(login.accessTokenExpiresAt / 1000),
  };
}

/** Signs in with OAuth; the access token expired a minute ago. @returns the file's text */
export async function endedOAuthSignIn(scene: Scene, mode = 0o600): Promise<string> {
  const text = handWritten({ ...oauthFields(scene, -60), oauth_site_type: "INTL" });
  await scene.write(CONFIG, text, mode);
  return text;
}

/** The text without the values of the token fields. */
export function withoutTokens(text: string): string {
  return text.replace(/("oauth_(?:access_token|refresh_token|access_token_expire)": )[^,\n]+/g, "$1…");
}

/** Writes a profile with {@link oauthFields}, with more fields or without some. @returns the file's path */
export function oauthSignIn(
  scene: Scene,
  seconds: number,
  more: object = {},
  without: readonly string[] = [],
): Promise<string> {
  const fields = { ...oauthFields(scene, seconds), ...more };
  return writeProfile(scene, Object.fromEntries(Object.entries(fields).filter(([name]) => !without.includes(name))));
}
