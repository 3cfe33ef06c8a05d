import type { EcsMetadata } from "../alibaba/fetch-ecs-role-credentials.ts";
import { findVariable, isTrue, readVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { Provider, SearchContext } from "./provider.ts";
import { addressIn } from "./field-readers/environment-field-reader.ts";

/** The address of the ECS metadata service, the same on every instance. */
const IMDS_ENDPOINT = "http://100.100.100.200";

/**
 * The settings of the metadata service, from the documented variables.
 * @param roleName the role to ask for; undefined = the variable's, else the instance's only role
 * @throws ToolError `credentials_invalid` if a variable disables the service
 */
export function ecsMetadataOptions({ world: { env } }: SearchContext, label: string, roleName?: string): EcsMetadata {
  if (isTrue(env, VARIABLES.ecsMetadataDisabled)) {
    throw new ToolError({
      code: "credentials_invalid",
      message: `${label} needs the ECS metadata service, but ${VARIABLES.ecsMetadataDisabled} disables it`,
      hint: `use other credentials, or run: unset ${VARIABLES.ecsMetadataDisabled}`,
    });
  }
  const variable = findVariable(env, VARIABLES.imdsEndpoint);
  const endpoint =
    variable === undefined
      ? IMDS_ENDPOINT
      : addressIn(variable, { label, hint: `correct it, or run: unset ${variable.name}` });
  return {
    endpoint: endpoint.replace(/\/+$/, ""),
    roleName: roleName ?? readVariable(env, VARIABLES.ecsMetadataRole) ?? "",
    useV2: !isTrue(env, VARIABLES.imdsV2Disabled),
    allowV1: !isTrue(env, VARIABLES.imdsV1Disabled),
  };
}

/** The only provider with `--credential-type imds` or `ecs-role`. */
export const ecsRoleProvider: Provider = {
  name: "--credential-type",
  search: (context) => ({
    found: true,
    source: { kind: "ecs-role", ...ecsMetadataOptions(context, "--credential-type") },
    origin: { description: "the RAM role of this ECS instance", identity: ["ecs-role"] },
  }),
};
