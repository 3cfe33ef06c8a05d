import { type LabelledText, productEndpoint } from "../../alibaba/product-endpoint.ts";
import { findVariable, isTrue, type VariableNames } from "../../environment/read-variable.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import type { SearchContext } from "../provider.ts";
import type { ProfileFields } from "./named-fields.ts";

/** A profile's STS settings. */
export interface ProfileSts {
  readonly endpoint: LabelledText | undefined;
  readonly region: LabelledText | undefined;
  /** Whether VPC endpoints are wanted. */
  readonly isVpc: boolean;
}

/**
 * A profile's STS settings: `sts_endpoint` (aliyun CLI 3.4.5), `sts_region`, and whether VPC endpoints are wanted
 * (`enable_vpc` in the SDKs, `endpoint_type: vpc` in the aliyun CLI 3.1).
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

/** Whether a profile wants VPC endpoints. @throws ToolError `credentials_invalid` */
export function wantsVpc(fields: ProfileFields): boolean {
  return fields.optionalSwitch("enable_vpc") || fields.optionalText("endpoint_type")?.toLowerCase() === "vpc";
}

/**
 * Base URL of STS: the given endpoint, else the region's, else the central one. Endpoint and region are looked up in
 * the aliyun CLI's order: flag, profile, variable.
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
