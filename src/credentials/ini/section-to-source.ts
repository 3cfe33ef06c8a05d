import { keyPair, type ProfileFields, profileFields } from "../field-readers/profile-field-reader.ts";
import { ecsMetadataOptions } from "../ecs-role-provider.ts";
import type { SearchContext } from "../provider.ts";
import { sessionName, sessionSeconds } from "../field-readers/role-session.ts";
import { profileSts, stsEndpoint } from "../field-readers/choose-sts-endpoint.ts";
import { type AssumedRoleSource, type Source, staticSource } from "../source.ts";
import type { IniSection } from "./parse-ini.ts";

/** A section, and what its type may need. */
export interface SectionInput {
  /** File and section, for errors. */
  readonly label: string;
  readonly section: IniSection["values"];
  readonly context: SearchContext;
  /** The source in a program's output: a profile in config.json's format. @throws ToolError */
  readonly readPrinted: (printed: object) => Source;
}

type ReadType = (fields: ProfileFields, input: SectionInput) => Source;

/**
 * The types of the shared credentials file: the Go tool's six, and those that only the official SDK has. Where the two
 * name a key differently, both names are read.
 */
const TYPES: ReadonlyMap<string, ReadType> = new Map<string, ReadType>([
  ["access_key", (fields) => staticSource(keyPair(fields))],
  [
    "sts",
    (fields) =>
      staticSource({
        ...keyPair(fields),
        securityToken: fields.optionalSecret("sts_token") ?? fields.secret("security_token"),
      }),
  ],
  [
    "ram_role_arn",
    (fields, input) => ({
      kind: "assumed-role",
      base: staticSource({
        ...keyPair(fields),
        securityToken: fields.optionalSecret("sts_token") ?? fields.optionalSecret("security_token"),
      }),
      externalId: fields.optionalText("external_id"),
      ...role(fields, input),
    }),
  ],
  [
    "ecs_ram_role",
    (fields, { context, label }) => ({
      kind: "ecs-role",
      ...ecsMetadataOptions(context, label, fields.optionalText("role_name")),
    }),
  ],
  [
    "oidc_role_arn",
    (fields, input) => ({
      kind: "oidc-role",
      providerArn: fields.text("oidc_provider_arn"),
      token: { file: fields.optionalText("oidc_token_file_path") ?? fields.text("oidc_token_file") },
      ...role(fields, input),
    }),
  ],
  ["credentials_uri", (fields) => ({ kind: "credentials-uri", uri: fields.address("credentials_uri") })],
  [
    "external",
    (fields, { label, readPrinted }) => ({
      kind: "external",
      command: fields.text("process_command"),
      label,
      readProfile: readPrinted,
    }),
  ],
  [
    "rsa_key_pair",
    (fields, { context, label }) => ({
      kind: "rsa-key-pair",
      name: fields.text("public_key_id"),
      privateKey: fields.text("private_key_file"),
      durationSeconds: sessionSeconds(fields, "session_expiration") ?? 3600,
      stsEndpoint: stsEndpoint(context, profileSts(fields, label)),
    }),
  ],
  ["bearer", bearer],
  ["bearer_token", bearer],
]);

/**
 * The source that a section describes.
 * @throws ToolError `credentials_invalid`, `usage`, naming file, section and key
 */
export function sectionSource(input: SectionInput): Source {
  const anyType = profileFields(input.label, input.section, () => "add the missing line to the file");
  const type = anyType.optionalText("type");
  if (type === undefined)
    throw anyType.invalid("type is missing", `add a line such as: type = access_key (types are ${typeNames()})`);
  const readType = TYPES.get(type);
  if (readType === undefined)
    throw anyType.invalid(`the type ${JSON.stringify(type)} is unknown`, `types are ${typeNames()}`);
  return readType(
    profileFields(input.label, input.section, () => `correct the file: a section with type = ${type} needs it`),
    input,
  );
}

function typeNames(): string {
  return [...TYPES.keys()].join(", ");
}

function bearer(fields: ProfileFields): Source {
  return { kind: "bearer", bearerToken: fields.secret("bearer_token") };
}

function role(fields: ProfileFields, { context, label }: SectionInput): Omit<AssumedRoleSource, "base" | "externalId"> {
  return {
    roleArn: fields.text("role_arn"),
    sessionName: sessionName(context, `role_session_name of ${label}`, fields.optionalText("role_session_name")),
    policy: fields.optionalText("policy"),
    durationSeconds: sessionSeconds(fields, "role_session_expiration"),
    stsEndpoint: stsEndpoint(context, profileSts(fields, label)),
  };
}
