import type { PortalAccount } from "../fakes/cloud/cloud-sso-service.ts";
import { CONFIG, handWritten, keyFields } from "./credential-files.ts";
import { type Scene, setScene } from "./scene.ts";

/** An account with one access configuration, which stands for the role ci. */
export function ssoAccount(scene: Scene, id: string, name: string): PortalAccount {
  return { id, name, configurations: [{ id: "ac-fake-ci", name: "Deploy", role: scene.cloud.roles.ci }] };
}

export const signInUrl = (scene: Scene) => `${scene.cloud.addresses.cloudSso.url}/example/login`;

/** A machine whose config.json holds a key, and whose CloudSSO user has one account. */
export async function setSsoScene(): Promise<Scene> {
  const scene = await setScene();
  scene.cloud.ssoPortal.accounts = [ssoAccount(scene, "1000000000000001", "prod")];
  await scene.write(CONFIG, handWritten({ mode: "AK", ...keyFields(scene.cloud.identities.alice) }));
  return scene;
}

/** Signs in with CloudSSO, in the profile `sso`. */
export const ssoLogin = (scene: Scene, ...more: readonly string[]) => [
  "auth",
  "login",
  "--profile-name",
  "sso",
  "--mode",
  "CloudSSO",
  "--sign-in-url",
  signInUrl(scene),
  ...more,
];
