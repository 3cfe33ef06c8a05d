import { productEndpoint } from "../../alibaba/product-endpoint.ts";
import type { FoundSource } from "../../credentials/provider.ts";
import type { Env } from "../../world/world.ts";
import { type Given, type GlobalValues, namedFlag } from "./named-flag.ts";

/**
 * Base URL of the ACK API: as given, else that of the region, else the central one.
 * @param regionOfCluster counts before the flags' region
 * @param vpc set where the credentials' profile wants endpoints inside the VPC: of this region, where no other is given
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
      ? (namedFlag("region-id", flags, given, env) ?? vpc?.region)
      : { named: "regionId of the kubeconfig's cluster", text: regionOfCluster };
  return productEndpoint("cs", namedFlag("cs-endpoint", flags, given, env), region, vpc !== undefined);
}
