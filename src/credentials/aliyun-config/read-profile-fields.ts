import { shellWord } from "../../errors/quote-shell-word.ts";
import { parseEndpoint } from "../../alibaba/product-endpoint.ts";
import { OAUTH_SITES } from "../../alibaba/oauth/oauth-sites.ts";
import { ALIYUN_CONFIG_FILE } from "../../environment/default-files.ts";
import { resolvePath } from "../../environment/resolve-path.ts";
import { findVariable, readVariable, type VariableNames } from "../../environment/read-variable.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import { type AssumedRoleSource, signInFingerprint, type Source, type SourceOf, staticSource } from "../source.ts";
import { signInCommand } from "./config-file.ts";
import { storedStsCredentials } from "./stored-sts-credentials.ts";
import { keyPair, type ProfileFields, profileFields } from "../field-readers/named-fields.ts";
import { ecsMetadataOptions } from "../ecs-role-provider.ts";
import type { SearchContext } from "../provider.ts";
import { sessionName, sessionSeconds } from "../field-readers/role-session.ts";
import { profileSts, stsEndpoint } from "../field-readers/choose-sts-endpoint.ts";
import { addressIn, keysInVariables } from "../field-readers/environment-field-reader.ts";

/** A profile, and what its mode may refer to. */
export interface ProfileInput {
  /** File and profile, for errors. */
  readonly label: string;
  readonly name: string;
  /** The profile, unchecked. */
  readonly profile: unknown;
  /** The file that holds it; undefined for a profile that a program printed. */
  readonly file: string | undefined;
  /** Another profile of the same file. @throws ToolError if there is none, or if the chain is a cycle */
  readonly sourceProfile: (name: string) => Source;
  readonly context: SearchContext;
}

type ReadMode = (fields: ProfileFields, input: ProfileInput) => Source;

/** The aliyun CLI's modes, and how to read the source of each. */
const MODES: ReadonlyMap<string, ReadMode> = new Map<string, ReadMode>([
  ["AK", (fields) => staticSource(keyPair(fields))],
  ["StsToken", (fields) => staticSource({ ...keyPair(fields), securityToken: fields.secret("sts_token") })],
  ["RamRoleArn", (fields, input) => assumedRole(keysOfRole(fields, input), fields, input)],
  ["EcsRamRole", ecsRole],
  ["RamRoleArnWithRoleName", (fields, input) => assumedRole(ecsRole(fields, input), fields, input)],
  [
    "ChainableRamRoleArn",
    (fields, input) => assumedRole(input.sourceProfile(fields.text("source_profile")), fields, input),
  ],
  [
    "OIDC",
    (fields, input) => ({
      kind: "oidc-role",
      providerArn: textOrVariable("oidc_provider_arn", VARIABLES.oidcProviderArn, fields, input),
      token: { file: textOrVariable("oidc_token_file", VARIABLES.oidcTokenFile, fields, input) },
      ...role(fields, input),
    }),
  ],
  [
    "CredentialsURI",
    (fields, { context, label }) => {
      const variable = fields.has("credentials_uri")
        ? undefined
        : findVariable(context.world.env, VARIABLES.credentialsUri);
      const uri =
        variable === undefined
          ? fields.address("credentials_uri")
          : addressIn(variable, { label, hint: "set it again, or name the address in the profile" });
      return { kind: "credentials-uri", uri };
    },
  ],
  ["External", external],
  ["CloudSSO", cloudSso],
  ["OAuth", oauth],
  [
    "RsaKeyPair",
    (fields, { context, label }) => ({
      kind: "rsa-key-pair",
      name: fields.text("key_pair_name"),
      privateKey: fields.text("private_key"),
      durationSeconds: sessionSeconds(fields, "expired_seconds") ?? 3600,
      stsEndpoint: stsEndpoint(context, profileSts(fields, label)),
    }),
  ],
]);

/**
 * The source that a profile of config.json describes.
 * @throws ToolError `credentials_invalid`, `usage`, naming file, profile and field
 */
export function profileSource(input: ProfileInput): Source {
  const anyMode = profileFields(input.label, input.profile, () => configureHint(input));
  const mode = anyMode.optionalText("mode");
  if (mode === undefined) throw anyMode.invalid("not configured yet (mode is missing)");
  const readMode = MODES.get(mode);
  if (readMode !== undefined) {
    const label = `${input.label} (mode ${mode})`;
    return readMode(
      profileFields(label, input.profile, () => configureHint(input, mode)),
      input,
    );
  }
  const why = KNOWN_ELSEWHERE.get(mode);
  if (why !== undefined)
    throw anyMode.invalid(`the mode ${mode} cannot be used here: ${why}`, "name another profile with --profile-name");
  throw anyMode.invalid(`the mode ${JSON.stringify(mode)} is unknown`, `modes are: ${[...MODES.keys()].join(", ")}`);
}

/** Modes of the aliyun CLI that provide no access key, and what to say about them. */
const KNOWN_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["BearerToken", "a bearer token cannot sign requests to the ACK API and STS"],
  ["Anonymous", "it has no credentials"],
]);

function role(fields: ProfileFields, input: ProfileInput): Omit<AssumedRoleSource, "base" | "externalId"> {
  const { context, label } = input;
  return {
    roleArn: textOrVariable("ram_role_arn", VARIABLES.roleArn, fields, input),
    sessionName: sessionName(context, `ram_session_name of ${label}`, fields.optionalText("ram_session_name")),
    policy: fields.optionalText("policy"),
    durationSeconds: sessionSeconds(fields, "expired_seconds"),
    stsEndpoint: stsEndpoint(context, profileSts(fields, label)),
  };
}

/** A field, else its variable: in ACK's documentation, a pod's profile has only a mode, and variables have the rest. */
function textOrVariable(
  field: string,
  variable: VariableNames,
  fields: ProfileFields,
  { context }: ProfileInput,
): string {
  return fields.optionalText(field) ?? readVariable(context.world.env, variable) ?? fields.text(field);
}

/** A profile without keys takes them from the variables. */
function keysOfRole(fields: ProfileFields, { context, label }: ProfileInput): Source {
  const hasKeys = fields.has("access_key_id") || fields.has("access_key_secret");
  const keys = hasKeys ? undefined : keysInVariables(context.world.env, { label, hint: "set it again" });
  return keys ?? staticSource({ ...keyPair(fields), securityToken: fields.optionalSecret("sts_token") });
}

function assumedRole(base: Source, fields: ProfileFields, input: ProfileInput): SourceOf<"assumed-role"> {
  const { env } = input.context.world;
  const externalId = fields.optionalText("external_id") ?? readVariable(env, VARIABLES.externalId);
  return { kind: "assumed-role", base, externalId, ...role(fields, input) };
}

function ecsRole(fields: ProfileFields, { context, label }: ProfileInput): SourceOf<"ecs-role"> {
  return { kind: "ecs-role", ...ecsMetadataOptions(context, label, fields.optionalText("ram_role_name")) };
}

function external(fields: ProfileFields, input: ProfileInput): SourceOf<"external"> {
  if (input.file === undefined)
    throw fields.invalid("a program must not name another program", "let the program print an access key");
  return {
    kind: "external",
    command: fields.text("process_command"),
    label: input.label,
    readProfile: (printed) =>
      profileSource({
        ...input,
        label: `the output of process_command of ${input.label}`,
        profile: { ...fieldsBeside(printed, input.profile), ...printed },
        file: undefined,
      }),
  };
}

/** The profile's fields that the program did not print: the aliyun CLI uses them, too. */
function fieldsBeside(printed: object, profile: unknown): object {
  const gone = new Set(["mode", "process_command", ...Object.keys(printed).map((key) => key.toLowerCase())]);
  return Object.fromEntries(Object.entries(profile ?? {}).filter(([key]) => !gone.has(key.toLowerCase())));
}

function cloudSso(fields: ProfileFields, input: ProfileInput): SourceOf<"cloud-sso"> {
  const { name, file } = input;
  const signInUrl = fields.optionalText("cloud_sso_sign_in_url");
  if (signInUrl === undefined || URL.parse(signInUrl)?.protocol !== "https:") {
    const hint = `ask your administrator for the sign-in URL, and ${configureHint(input, "CloudSSO")} --sign-in-url URL`;
    throw fields.invalid(
      `cloud_sso_sign_in_url ${signInUrl === undefined ? "is missing" : "must be an https address"}`,
      hint,
    );
  }
  const stored = storedStsCredentials(fields);
  return {
    kind: "cloud-sso",
    signInUrl,
    accountId: fields.text("cloud_sso_account_id"),
    accessConfiguration: fields.text("cloud_sso_access_config"),
    accessToken: stored === undefined ? fields.secret("access_token") : (fields.optionalSecret("access_token") ?? ""),
    stored,
    accessTokenExpiration: (fields.optionalNumber("cloud_sso_access_token_expire") ?? 0) * 1000,
    file,
    profileName: name,
  };
}

function oauth(fields: ProfileFields, input: ProfileInput): SourceOf<"oauth"> {
  const { name, file, context } = input;
  const site = fields.optionalText("oauth_site_type")?.toUpperCase();
  if (site !== "CN" && site !== "INTL") {
    const hint = `sign in (--site cn or intl): ${signInCommand(file, name, context.world)} --site cn`;
    throw fields.invalid(`oauth_site_type ${site === undefined ? "is missing" : "must be CN or INTL"}`, hint);
  }
  const variable = findVariable(context.world.env, VARIABLES.oauthEndpoint);
  if (file === undefined)
    throw fields.invalid("a program must not name an OAuth sign-in", "let the program print an access key");
  const stored = storedStsCredentials(fields);
  return {
    kind: "oauth",
    site,
    endpoint: variable === undefined ? OAUTH_SITES[site].origin : parseEndpoint(variable.name, variable.value),
    file,
    profileName: name,
    accessTokenExpiration: (fields.optionalNumber("oauth_access_token_expire") ?? 0) * 1000,
    isRenewable: fields.optionalSecret("oauth_refresh_token") !== undefined,
    fingerprint: signInFingerprint(
      {
        refreshToken: fields.optionalSecret("oauth_refresh_token"),
        accessToken:
          stored === undefined ? needsAccessToken(fields) : (fields.optionalSecret("oauth_access_token") ?? ""),
      },
      stored,
    ),
  };
}

/** Requires an access token, unless there is a refresh token to get one with. */
function needsAccessToken(fields: ProfileFields): string {
  const refreshToken = fields.optionalSecret("oauth_refresh_token");
  return refreshToken === undefined ? fields.secret("oauth_access_token") : "";
}

function configureHint({ name, file, context }: ProfileInput, mode?: string): string {
  if (mode === "CloudSSO" || mode === "OAuth") return `run: ${signInCommand(file, name, context.world)}`;
  if (file === undefined) return "correct what the program prints";
  // `aliyun configure` changes the default file only.
  if (file !== resolvePath(ALIYUN_CONFIG_FILE, context.world)) return `correct the profile in ${file}`;
  return `run: aliyun configure${mode === undefined ? "" : ` --mode ${mode}`} --profile ${shellWord(name)}`;
}
