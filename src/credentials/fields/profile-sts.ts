import type { ProfileFields } from "./profile-fields.ts";
import type { ProfileSts } from "./sts-endpoint.ts";

/**
 * A profile's STS settings: `sts_endpoint` (aliyun CLI 3.4.5), `sts_region`, and whether endpoints inside the VPC are
 * wanted: `enable_vpc` (SDKs), `endpoint_type: vpc` (aliyun CLI 3.1).
 * @param label the profile, for errors
 * @throws ToolError `credentials_invalid`
 */
export function profileSts(fields: ProfileFields, label: string): ProfileSts {
  const textOf = (field: string) => {
    const text = fields.optionalText(field);
    return text === undefined ? undefined : { label: `${field} of ${label}`, text };
  };
  return { endpoint: textOf("sts_endpoint"), region: textOf("sts_region"), isVpc: wantsVpc(fields) };
}

/** Whether a profile wants endpoints inside the VPC. @throws ToolError `credentials_invalid` */
export function wantsVpc(fields: ProfileFields): boolean {
  return fields.optionalSwitch("enable_vpc") || fields.optionalText("endpoint_type")?.toLowerCase() === "vpc";
}

/** Shortest and longest lifetime of a session for one API call, s. */
const [SHORTEST_SECONDS, LONGEST_SECONDS] = [900, 3600];

/**
 * The lifetime of a session, s; undefined: STS's default. It is capped because a role's maximum, copied into a profile,
 * breaks chained roles (`InvalidParameter.DurationSeconds`), and one call needs a minute.
 * @throws ToolError `credentials_invalid`
 */
export function sessionSeconds(fields: ProfileFields, name: string): number | undefined {
  const seconds = fields.optionalNumber(name);
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS);
}
