import { type NamedText, productEndpoint } from "../../alibaba/product-endpoint.ts";
import { findVariable, isTrue, type VariableNames } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { SearchContext } from "../provider.ts";

/** What a profile says of STS. */
export interface ProfileSts {
  readonly endpoint: NamedText | undefined;
  readonly region: NamedText | undefined;
  /** Whether endpoints inside the VPC are wanted. */
  readonly isVpc: boolean;
}

/**
 * Base URL of STS, the first that is given: `--sts-endpoint`, the profile's `sts_endpoint`, the variable (the aliyun CLI's
 * order); else that of the region: `--region-id`, the profile's `sts_region`, `ALIBABA_CLOUD_STS_REGION`; else the central one.
 * @throws ToolError `usage`
 */
export function stsEndpoint({ settings, world: { env } }: SearchContext, profile?: ProfileSts): string {
  const given = settings.stsEndpoint ?? profile?.endpoint ?? variableText(env, VARIABLES.stsEndpoint);
  const region = settings.region ?? profile?.region ?? variableText(env, VARIABLES.stsRegion);
  return productEndpoint("sts", given, region, profile?.isVpc === true || isTrue(env, VARIABLES.vpcEndpoints));
}

function variableText(env: SearchContext["world"]["env"], names: VariableNames): NamedText | undefined {
  const variable = findVariable(env, names);
  return variable?.value ? { named: variable.name, text: variable.value } : undefined;
}
