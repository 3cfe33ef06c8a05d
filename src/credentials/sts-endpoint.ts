import { productEndpoint, vpcStsEndpoint } from "../alibaba/endpoint.ts";
import { isTrue, readVariable } from "../environment.ts";
import * as VARIABLES from "../variables.ts";
import type { SearchContext } from "./search-context.ts";

/**
 * Base URL of STS: the one that was given, else that of the region: `--region-id`, the profile's `sts_region`,
 * `ALIBABA_CLOUD_STS_REGION`, in this order; else the central one.
 * @throws ToolError `usage`
 */
export function stsEndpoint({ settings, world: { env } }: SearchContext, profileRegion?: string): string {
  const region = settings.regionId ?? profileRegion ?? readVariable(env, VARIABLES.stsRegion);
  if (settings.stsEndpoint !== undefined) return settings.stsEndpoint;
  return region !== undefined && isTrue(env, VARIABLES.vpcEndpoints)
    ? vpcStsEndpoint(region)
    : productEndpoint("sts", undefined, region);
}
