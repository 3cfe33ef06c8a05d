import { CONFIG, handWritten, keyFields } from "./credential-files.ts";
import { type Scene, setScene } from "./scene.ts";

/** A machine whose config.json holds a key, and a person whose browser is signed in as the role ci. */
export async function setOAuthScene(): Promise<Scene> {
  const scene = await setScene();
  scene.cloud.browser.person = scene.cloud.roles.ci;
  await scene.write(CONFIG, handWritten({ mode: "AK", ...keyFields(scene.cloud.identities.alice) }));
  return scene;
}

/** Signs in with OAuth, in the profile `me`. */
export const oauthLogin = (...more: readonly string[]): readonly string[] => [
  "auth",
  "login",
  "--profile-name",
  "me",
  "--mode",
  "OAuth",
  "--site",
  "cn",
  ...more,
];

/** The address of the page at which a person signs in. */
export const PAGE = /(https:\S+\/oauth2\/v1\/auth\?\S+)/;

/** Where the page sends a browser that is signed in. */
export async function signInAt(page: string, { cloud }: Scene): Promise<URL> {
  const reply = await fetch(page, { redirect: "manual", tls: { ca: cloud.certificateAuthorityPem }, proxy: "" });
  if (reply.status !== 302) throw new Error(`the page answered with HTTP ${reply.status}`);
  return new URL(reply.headers.get("location") ?? "");
}
