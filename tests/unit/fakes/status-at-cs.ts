import * as v from "valibot";
import type { FakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { callCs, userConfigPath } from "./signed-call.ts";

/** Credentials in the spelling that most services have. */
export const credentialsSchema = v.object({
  AccessKeyId: v.string(),
  AccessKeySecret: v.string(),
  SecurityToken: v.string(),
});

/** What the CS API says to credentials that another service gave out. */
export async function statusAtCs(
  cloud: FakeCloud,
  credentials: v.InferOutput<typeof credentialsSchema>,
): Promise<number> {
  const key = {
    accessKeyId: credentials.AccessKeyId,
    accessKeySecret: credentials.AccessKeySecret,
    securityToken: credentials.SecurityToken,
    owner: cloud.identities.alice.owner,
  };
  return (await callCs(cloud, key, userConfigPath(cloud.clusters.production.id))).status;
}
