import type { SourceOf } from "./source.ts";

/** Fields of a static key pair, as they were read. */
export interface StaticFields {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
}

/** A static source: an STS token where there is one, an access key otherwise. */
export function staticSource(fields: StaticFields): SourceOf<"access-key" | "sts-token"> {
  const { accessKeyId, accessKeySecret, securityToken } = fields;
  return securityToken === undefined || securityToken === ""
    ? { kind: "access-key", accessKeyId, accessKeySecret }
    : { kind: "sts-token", accessKeyId, accessKeySecret, securityToken };
}
