import type { Scene } from "./scene.ts";
import { CONFIG, handWritten, writeProfile } from "./credential-files.ts";

/** Signs in with OAuth; the access token is over since a minute. @returns the file's text */
export async function endedOAuthSignIn(scene: Scene, mode = 0o600): Promise<string> {
  const login = scene.cloud.signInWithOAuth(scene.cloud.roles.ci, -60);
  const text = handWritten({
    mode: "OAuth",
    oauth_site_type: "INTL",
    oauth_access_token: login.accessToken,
    oauth_refresh_token: login.refreshToken,
    oauth_access_token_expire: Math.floor(login.accessTokenExpiresAt / 1000),
  });
  await scene.write(CONFIG, text, mode);
  return text;
}

/** The text with the values of the token fields taken out. */
export function withoutTokens(text: string): string {
  return text.replace(/("oauth_(?:access_token|refresh_token|access_token_expire)": )[^,\n]+/g, "$1…");
}

/** Signs in, with an access token that lives for so many seconds and what else is in the profile. */
export async function oauthSignIn(scene: Scene, seconds: number, more: object = {}, without: readonly string[] = []) {
  const login = scene.cloud.signInWithOAuth(scene.cloud.roles.ci, seconds);
  const fields = {
    mode: "OAuth",
    oauth_site_type: "CN",
    oauth_access_token: login.accessToken,
    oauth_refresh_token: login.refreshToken,
    oauth_access_token_expire: Math.floor(login.accessTokenExpiresAt / 1000),
    ...more,
  };
  const kept = Object.entries(fields).filter(([name]) => !without.includes(name));
  await writeProfile(scene, Object.fromEntries(kept));
}
