import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import type { ProfileFields } from "../field-readers/profile-field-reader.ts";

/** A session that ends within this time is not used, ms: clocks may be a little off, and a call takes time. */
const MARGIN_MS = 5 * 60_000;

/**
 * The session that the aliyun CLI stores in a profile of mode OAuth or CloudSSO after exchanging the sign-in for it
 * (aliyun-cli, config/profile.go), expired or not.
 */
export function storedStsCredentials(fields: ProfileFields): AccessKeyCredentials | undefined {
  const expiration = (fields.optionalNumber("sts_expiration") ?? 0) * 1000;
  const accessKeyId = fields.optionalSecret("access_key_id");
  const accessKeySecret = fields.optionalSecret("access_key_secret");
  const securityToken = fields.optionalSecret("sts_token");
  if (accessKeyId === undefined || accessKeySecret === undefined || securityToken === undefined) return undefined;
  return { accessKeyId, accessKeySecret, securityToken, expiration };
}

/** Whether a stored session can still be used. @param now ms since the epoch */
export function isServing({ expiration = 0 }: AccessKeyCredentials, now: number): boolean {
  return expiration - MARGIN_MS > now;
}
