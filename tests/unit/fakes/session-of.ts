import * as v from "valibot";
import type { AccessKey, Identity } from "../../fakes/cloud/model.ts";

const sessionSchema = v.object({
  Credentials: v.object({
    AccessKeyId: v.string(),
    AccessKeySecret: v.string(),
    SecurityToken: v.string(),
    Expiration: v.pipe(v.string(), v.isoTimestamp()),
  }),
});

/** The key in an answer of AssumeRole or AssumeRoleWithOIDC, to sign the next call with. */
export async function sessionOf(response: Response, owner: Identity): Promise<AccessKey> {
  const { Credentials } = v.parse(sessionSchema, await response.json());
  return {
    owner,
    accessKeyId: Credentials.AccessKeyId,
    accessKeySecret: Credentials.AccessKeySecret,
    securityToken: Credentials.SecurityToken,
  };
}
