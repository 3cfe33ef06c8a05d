import { ecsMetadataOptions } from "./ecs-metadata-options.ts";
import type { Place } from "./place.ts";

/** `--credential-type imds` and `ecs-role`: the only place then. */
export const ecsRolePlace: Place = {
  name: "--credential-type",
  search: (context) => ({
    found: true,
    source: { kind: "ecs-role", ...ecsMetadataOptions(context, "--credential-type") },
    origin: { description: "the RAM role of this ECS instance", identity: ["ecs-role"] },
  }),
};
