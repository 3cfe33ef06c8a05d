import * as v from "valibot";
import { ToolError } from "../errors/tool-error.ts";
import type { AccessKeyCredentials } from "./cloud-credentials.ts";
import { utcTime } from "../log/log.ts";

const filled = v.pipe(v.string(), v.nonEmpty());

/** A date in the format of these answers. */
const date = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "is not a date"),
);

/** Credentials in the spelling of STS, the metadata service and credentials URIs. */
export const temporaryCredentialsSchema = v.object({
  AccessKeyId: filled,
  AccessKeySecret: filled,
  SecurityToken: filled,
  Expiration: date,
});

/** The same, with optional token and expiration. */
export const looseCredentialsSchema = v.object({
  ...temporaryCredentialsSchema.entries,
  SecurityToken: v.nullish(v.string()),
  Expiration: v.nullish(v.union([v.literal(""), date])),
});

const refusalSchema = v.object({ Code: v.pipe(v.string(), v.nonEmpty(), v.notValue("Success")) });

/** What the schema parses, or a `Code` other than `Success` that local services send instead. */
export function orRefusal<T>(
  schema: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, T | v.InferOutput<typeof refusalSchema>> {
  return v.lazy((input) => (v.is(refusalSchema, input) ? refusalSchema : schema));
}

/**
 * Credentials from an answer's fields.
 * @param giver the service that issued them, for the error
 * @param now ms since the epoch
 * @throws ToolError `credentials_failed` if they have already expired
 */
export function temporaryCredentials(
  giver: string,
  fields: v.InferOutput<typeof looseCredentialsSchema>,
  now: number,
): AccessKeyCredentials {
  const expiration = fields.Expiration ? Date.parse(fields.Expiration) : undefined;
  if (expiration !== undefined && expiration <= now) {
    throw new ToolError({
      code: "credentials_failed",
      message: `${giver} returned credentials that have already expired (${utcTime(expiration)})`,
      hint: `check the clock of this machine (it says ${utcTime(now)}) and the service that issues these credentials`,
    });
  }
  return {
    accessKeyId: fields.AccessKeyId,
    accessKeySecret: fields.AccessKeySecret,
    securityToken: fields.SecurityToken || undefined,
    expiration,
  };
}
