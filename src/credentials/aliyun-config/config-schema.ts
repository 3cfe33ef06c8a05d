import * as v from "valibot";
import { secretText } from "../secret-text.ts";

/**
 * The aliyun CLI's config.json. Only the list's shape is checked here: a file can hold thousands of profiles, and one
 * that is broken must not stop another from being used.
 */
export const configSchema = v.object({
  current: v.optional(v.nullable(v.string()), ""),
  profiles: v.optional(v.nullable(v.array(v.unknown())), []),
});

/** What every profile has. */
export const profileSchema = v.looseObject({
  name: v.string(),
  mode: v.optional(v.nullable(v.string()), ""),
});

/** Modes `AK` and `StsToken`. */
export const akSchema = v.object({ access_key_id: secretText, access_key_secret: secretText });
export const stsTokenSchema = v.object({ ...akSchema.entries, sts_token: secretText });

/** Modes that the aliyun CLI has and this tool does not speak yet. */
export const OTHER_MODES: ReadonlySet<string> = new Set([
  "RamRoleArn",
  "EcsRamRole",
  "RamRoleArnWithRoleName",
  "ChainableRamRoleArn",
  "External",
  "CredentialsURI",
  "RsaKeyPair",
  "OIDC",
  "CloudSSO",
  "OAuth",
]);
