import * as VARIABLES from "../../environment/variable-names.ts";
import type { LoadContext } from "../load-context.ts";
import type { AssumedRoleSource, OidcRoleSource } from "../source.ts";

/** The settings for AssumeRole's parameters, by kind of provider: the first element of an origin's identity. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "aliyun-config": {
    RoleArn: "ram_role_arn",
    RoleSessionName: "ram_session_name",
    DurationSeconds: "expired_seconds",
    Policy: "policy",
    ExternalId: "external_id",
    OIDCProviderArn: "oidc_provider_arn",
    RegionId: "sts_region",
  },
  ini: {
    RoleArn: "role_arn",
    RoleSessionName: "role_session_name",
    DurationSeconds: "role_session_expiration",
    Policy: "policy",
    ExternalId: "external_id",
    OIDCProviderArn: "oidc_provider_arn",
    RegionId: "sts_region",
  },
  environment: {
    RoleArn: VARIABLES.roleArn[0],
    ExternalId: VARIABLES.externalId[0],
    RoleSessionName: VARIABLES.roleSessionName[0],
    OIDCProviderArn: VARIABLES.oidcProviderArn[0],
  },
};

/**
 * A hint that names the setting whose value STS rejected with a code like `InvalidParameter.DurationSeconds` or
 * `InvalidRegionId.NotFound`; undefined for other codes.
 * @see https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-errorcodes
 */
export function roleParameterHint(
  code: string,
  source: AssumedRoleSource | OidcRoleSource,
  { origin, caller }: Pick<LoadContext, "origin" | "caller">,
): string | undefined {
  const [, known, other] = /^Invalid(?:Parameter\.?(\w*)|(\w+))/.exec(code) ?? [];
  const subject = known ?? other;
  if (
    subject === undefined ||
    subject.startsWith("AccessKey") ||
    subject.startsWith("Security") ||
    subject.startsWith("Time")
  ) {
    return undefined;
  }
  // `InvalidParameter.PolicyGrammar` and the like: the parameter's name comes first.
  const parameters = Object.keys(FIELDS["aliyun-config"] ?? {});
  const parameter = parameters.find((name) => subject.startsWith(name)) ?? "";
  if ("flag" in source && (parameter === "RoleArn" || parameter === "")) {
    return `check the value of ${source.flag}`;
  }
  const field = FIELDS[origin.identity[0] ?? ""]?.[parameter];
  return field === undefined ? `check the role in: ${caller.origin}` : `check ${field} in: ${caller.origin}`;
}
