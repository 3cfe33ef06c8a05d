import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import type { ProfileFields } from "../fields/profile-fields.ts";

/** Credentials that end within this time are not begun with, ms: a clock may be a little off, and a call takes its time. */
const MARGIN_MS = 5 * 60_000;

/**
 * The session that the aliyun CLI left in a profile of mode OAuth or CloudSSO after it had exchanged the sign-in for it
 * (aliyun-cli, config/profile.go), whether it is still good or not.
 */
export function storedSession(fields: ProfileFields): AccessKeyCredentials | undefined {
  const expiration = (fields.optionalNumber("sts_expiration") ?? 0) * 1000;
  const accessKeyId = fields.optionalSecret("access_key_id");
  const accessKeySecret = fields.optionalSecret("access_key_secret");
  const securityToken = fields.optionalSecret("sts_token");
  if (accessKeyId === undefined || accessKeySecret === undefined || securityToken === undefined) return undefined;
  return { accessKeyId, accessKeySecret, securityToken, expiration };
}

/** Whether such a session serves without the network. @param now ms since the epoch */
export function isServing({ expiration = 0 }: AccessKeyCredentials, now: number): boolean {
  return expiration - MARGIN_MS > now;
}
