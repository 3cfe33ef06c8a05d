import { productEndpoint } from "../../alibaba/product-endpoint.ts";
import type { FoundSource } from "../../credentials/provider.ts";
import type { Env } from "../../world/world.ts";
import type { Given } from "../arguments/flag.ts";
import { type GlobalValues, labelledFlag } from "./labelled-flag.ts";

/**
 * Base URL of the ACK API: the given endpoint, else the region's, else the central one.
 * @param regionOfCluster overrides the flags' region
 * @param vpc set if the credentials' profile wants endpoints inside the VPC; its region applies if no other is given
 * @throws ToolError `usage`
 */
export function csEndpoint(
  flags: GlobalValues,
  given: Given,
  env: Env,
  { regionOfCluster, vpc }: { readonly regionOfCluster?: string | undefined; readonly vpc?: FoundSource["vpc"] } = {},
): string {
  const region =
    regionOfCluster === undefined
      ? (labelledFlag("region-id", flags, given, env) ?? vpc?.region)
      : { label: "regionId of the kubeconfig's cluster", text: regionOfCluster };
  return productEndpoint("cs", labelledFlag("cs-endpoint", flags, given, env), region, vpc !== undefined);
}
