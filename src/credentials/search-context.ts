import { productEndpoint, vpcStsEndpoint } from "../alibaba/endpoint.ts";
import type { EcsMetadata } from "../alibaba/ecs-metadata/ecs-metadata.ts";
import { findVariable, isTrue, readVariable, VARIABLES } from "../environment.ts";
import { ToolError } from "../errors/tool-error.ts";
import { profileFields } from "./profile-fields.ts";
import type { World } from "../world/world.ts";

/** What the command line says about credentials. */
export interface CredentialSettings {
  readonly profileFile: string | undefined;
  readonly profileName: string | undefined;
  readonly ignoreEnvironment: boolean;
  readonly ignoreAliyunConfig: boolean;
  readonly credentialType: string;
  /** A role to take on in the end, whatever the source is. */
  readonly roleArn: string | undefined;
  /** Base URL, as given by flag or variable. */
  readonly stsEndpoint: string | undefined;
  readonly regionId: string | undefined;
}

/** What a place needs to be searched: settings, and the parts of the world that can be read without asking anybody. */
export interface SearchContext {
  readonly settings: CredentialSettings;
  readonly world: Pick<World, "env" | "files" | "platform" | "cwd">;
}

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

const DEFAULT_SESSION_NAME = "ack-ram-tool";

/**
 * The name of a role session: the profile's, else the environment's, else this tool's own.
 * @throws ToolError `credentials_invalid` for a name that STS does not take
 */
export function sessionName({ world: { env } }: SearchContext, named: string, fromProfile?: string): string {
  const variable = findVariable(env, VARIABLES.roleSessionName);
  const name = fromProfile ?? variable?.value ?? DEFAULT_SESSION_NAME;
  if (/^[\w.@-]{2,64}$/.test(name)) return name;
  throw new ToolError({
    code: "credentials_invalid",
    message: `${fromProfile === undefined ? (variable?.name ?? named) : named}: "${name}" is no role session name`,
    hint: "use 2 to 64 letters, digits and the signs . @ - _",
  });
}

/** Where the ECS metadata service is, on every instance. */
const IMDS_ENDPOINT = "http://100.100.100.200";

/**
 * How to ask the metadata service, by the documented variables.
 * @param roleName the role to ask for; undefined = the variable's, else the instance's one role
 * @throws ToolError `credentials_invalid` when the service is switched off by a variable
 */
export function ecsMetadata({ world: { env } }: SearchContext, named: string, roleName?: string): EcsMetadata {
  if (isTrue(env, VARIABLES.ecsMetadataDisabled)) {
    throw new ToolError({
      code: "credentials_invalid",
      message: `${named} needs the ECS metadata service, and ${VARIABLES.ecsMetadataDisabled[0]} switches it off`,
      hint: "unset that variable, or use other credentials",
    });
  }
  const variable = findVariable(env, VARIABLES.imdsEndpoint)?.name;
  const endpoint =
    variable === undefined ? IMDS_ENDPOINT : profileFields(named, env, "unset it, or set it again").address(variable);
  return {
    endpoint: endpoint.replace(/\/+$/, ""),
    roleName: roleName ?? readVariable(env, VARIABLES.ecsMetadataRole) ?? "",
    useV2: !isTrue(env, VARIABLES.imdsV2Disabled),
    allowV1: !isTrue(env, VARIABLES.imdsV1Disabled),
  };
}
