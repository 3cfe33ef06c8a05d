import { type LabelledText, productEndpoint } from "../../alibaba/product-endpoint.ts";
import { findVariable, isTrue, type VariableNames } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { SearchContext } from "../provider.ts";
import type { ProfileFields } from "./profile-fields.ts";

/** A profile's STS settings. */
export interface ProfileSts {
  readonly endpoint: LabelledText | undefined;
  readonly region: LabelledText | undefined;
  /** Whether endpoints inside the VPC are wanted. */
  readonly isVpc: boolean;
}

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

/**
 * Base URL of STS. An endpoint wins, in the aliyun CLI's order: `--sts-endpoint`, the profile's `sts_endpoint`, the
 * variable; else a region: `--region-id`, the profile's `sts_region`, `ALIBABA_CLOUD_STS_REGION`; else the central
 * endpoint.
 * @throws ToolError `usage`
 */
export function stsEndpoint({ settings, world: { env } }: SearchContext, profile?: ProfileSts): string {
  const given = settings.stsEndpoint ?? profile?.endpoint ?? variableText(env, VARIABLES.stsEndpoint);
  const region = settings.region ?? profile?.region ?? variableText(env, VARIABLES.stsRegion);
  return productEndpoint("sts", given, region, profile?.isVpc === true || isTrue(env, VARIABLES.vpcEndpoints));
}

function variableText(env: SearchContext["world"]["env"], names: VariableNames): LabelledText | undefined {
  const variable = findVariable(env, names);
  return variable?.value ? { label: variable.name, text: variable.value } : undefined;
}
