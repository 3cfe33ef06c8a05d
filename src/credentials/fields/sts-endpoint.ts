import { type LabelledText, productEndpoint } from "../../alibaba/product-endpoint.ts";
import { findVariable, isTrue, type VariableNames } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { SearchContext } from "../provider.ts";

/** A profile's STS settings. */
export interface ProfileSts {
  readonly endpoint: LabelledText | undefined;
  readonly region: LabelledText | undefined;
  /** Whether endpoints inside the VPC are wanted. */
  readonly isVpc: boolean;
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
