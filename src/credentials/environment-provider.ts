import { findVariable, readVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import { ToolError } from "../errors/tool-error.ts";
import { absent, type Provider, type SearchContext, type SearchResult } from "./provider.ts";
import type { Env } from "../world/world.ts";
import { ecsMetadataOptions } from "./ecs-role-provider.ts";
import { sessionName } from "./field-readers/role-session.ts";
import { stsEndpoint } from "./field-readers/choose-sts-endpoint.ts";
import type { OidcRoleSource, Source } from "./source.ts";
import {
  addressIn,
  keysInVariables,
  secretIn,
  secureAddressIn,
  type VariableUse,
} from "./field-readers/environment-field-reader.ts";

const NAMED = "environment variables";

const USE: VariableUse = {
  label: NAMED,
  hint: "correct it, or skip the environment with --ignore-env-credentials",
};

/**
 * Credentials in environment variables. Each field has several names, and the first one that is set wins; families of
 * names may be mixed, as in the Go tool. An incomplete combination counts as absent: stray variables are common.
 */
export const environmentProvider: Provider = {
  name: NAMED,
  search: async (context) => {
    const result = await searchVariables(context);
    const halves = [halfKeyWarning(context), halfRoleWarning(context)].filter((each) => each !== undefined);
    return halves.length === 0 ? result : { ...result, warnings: [...(result.warnings ?? []), ...halves] };
  },
};

function searchVariables(context: SearchContext): SearchResult | Promise<SearchResult> {
  const source = readSource(context);
  if (source !== undefined) {
    return { found: true, source, origin: { description: NAMED, identity: ["environment"] } };
  }
  const file = findVariable(context.world.env, VARIABLES.credentialsFile);
  return file?.value ? searchNamedFile(file.name, file.value, context) : absent(whatIsMissing(context));
}

/** Variables that are sufficient on their own. A blank one counts as absent. */
const ALONE = [VARIABLES.ecsMetadataRole, VARIABLES.credentialsFile] as const;

/** The first complete combination, in the Go tool's order. */
function readSource(context: SearchContext): Source | undefined {
  const { env } = context.world;
  const keys = keysInVariables(env, USE);
  const roleArn = readVariable(env, VARIABLES.roleArn);
  const providerArn = readVariable(env, VARIABLES.oidcProviderArn);
  const token = oidcToken(env);
  const hasOidc = roleArn !== undefined && providerArn !== undefined && token !== undefined;

  // With RRSA, the role ARN is for the OIDC token: an STS token beside it is used as it is, without assuming the role.
  if (keys?.kind === "sts-token" && hasOidc) return keys;
  if (hasOidc) return { kind: "oidc-role", providerArn, token, ...role(roleArn, context) };
  if (keys !== undefined && roleArn !== undefined) {
    const externalId = readVariable(env, VARIABLES.externalId);
    return { kind: "assumed-role", base: keys, externalId, ...role(roleArn, context) };
  }
  if (keys !== undefined) return keys;

  const uri = findVariable(env, VARIABLES.credentialsUri);
  if (uri !== undefined) return { kind: "credentials-uri", uri: addressIn(uri, USE) };
  const ecsRole = readVariable(env, VARIABLES.ecsMetadataRole);
  return ecsRole === undefined
    ? undefined
    : { kind: "ecs-role", ...ecsMetadataOptions(context, VARIABLES.ecsMetadataRole, ecsRole) };
}

/** The OIDC token: a variable's file, else GitHub's token for the job. @throws ToolError `credentials_invalid` */
function oidcToken(env: Env): OidcRoleSource["token"] | undefined {
  const file = readVariable(env, VARIABLES.oidcTokenFile);
  if (file !== undefined) return { file };
  const url = findVariable(env, VARIABLES.githubTokenUrl);
  const requestToken = findVariable(env, VARIABLES.githubTokenRequest);
  if (url === undefined || requestToken === undefined) return undefined;
  const audience = readVariable(env, VARIABLES.oidcAudience) ?? "sts.aliyuncs.com";
  return { github: { url: secureAddressIn(url, USE), requestToken: secretIn(requestToken, USE), audience } };
}

function role(roleArn: string, context: SearchContext) {
  return {
    roleArn,
    sessionName: sessionName(context, NAMED),
    policy: undefined,
    durationSeconds: undefined,
    stsEndpoint: stsEndpoint(context),
  };
}

async function searchNamedFile(variable: string, path: string, context: SearchContext): Promise<SearchResult> {
  const { searchIniText } = await import("./ini/ini-provider.ts");
  try {
    // A missing file is no error: the variable may be left over from another machine.
    const { readCredentialsFile } = await import("./read-credentials-file.ts");
    const file = await readCredentialsFile(path, false, context);
    if (file.path === undefined) {
      const reason = `${variable} names ${JSON.stringify(path)}: ${file.reason}`;
      return absent(reason, reason);
    }
    return searchIniText(file, true, context);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const { code, message, hint } = error;
    throw new ToolError({ code, message: `${variable}: ${message}`, hint, cause: error });
  }
}

/** Whoever sets half a key means it: another identity must not take its place without a word. */
function halfKeyWarning({ world: { env } }: SearchContext): string | undefined {
  const [id, secret] = [findVariable(env, VARIABLES.accessKeyId), findVariable(env, VARIABLES.accessKeySecret)];
  if (Boolean(id?.value) === Boolean(secret?.value)) return undefined;
  const [set, missing] = id?.value ? [id, VARIABLES.accessKeySecret[0]] : [secret, VARIABLES.accessKeyId[0]];
  return `${set?.name} is set, but ${missing} is not: the environment's key is not used`;
}

/** The same for RRSA. A role ARN alone is no half: it is often left over, and may be another tool's. */
function halfRoleWarning({ world: { env } }: SearchContext): string | undefined {
  const isMeant = [VARIABLES.oidcProviderArn, VARIABLES.oidcTokenFile].some((each) => readVariable(env, each));
  const partial = isMeant ? partialOidc(env) : undefined;
  return partial === undefined ? undefined : `the environment's OIDC role is incomplete: ${partial}`;
}

function whatIsMissing({ world: { env } }: SearchContext): string {
  const partial = partialOidc(env);
  if (partial !== undefined) return partial;
  const id = findVariable(env, VARIABLES.accessKeyId);
  const secret = findVariable(env, VARIABLES.accessKeySecret);
  const blank = [id, secret, ...ALONE.map((each) => findVariable(env, each))].find((each) => each?.value === "");
  if (blank !== undefined) return `${blank.name} is blank`;
  if (id !== undefined) return `${id.name} is set, but ${VARIABLES.accessKeySecret[0]} is not`;
  if (secret !== undefined) return `${secret.name} is set, but ${VARIABLES.accessKeyId[0]} is not`;
  return `${VARIABLES.accessKeyId[0]} is not set`;
}

/** Which of RRSA's variables are set, blank and missing; undefined if none, all, or only the role ARN is set. */
function partialOidc(env: Env): string | undefined {
  const ofJob = [VARIABLES.githubTokenUrl, VARIABLES.githubTokenRequest].map((each) => readVariable(env, each));
  const mayAsk = !ofJob.includes(undefined);
  const [set, blank, unset]: [string[], string[], string[]] = [[], [], []];
  for (const names of [VARIABLES.roleArn, VARIABLES.oidcProviderArn, ...(mayAsk ? [] : [VARIABLES.oidcTokenFile])]) {
    const variable = findVariable(env, names);
    if (variable === undefined) unset.push(names[0]);
    else (variable.value === "" ? blank : set).push(variable.name);
  }
  const isRoleAlone = set.length === 1 && blank.length === 0 && readVariable(env, VARIABLES.roleArn) !== undefined;
  if (set.length === 0 || blank.length + unset.length === 0 || isRoleAlone) return undefined;
  const parts = [stateOf(set, " set"), stateOf(blank, " blank"), stateOf(unset, " not")].filter((part) => part !== "");
  const isJob = !mayAsk && readVariable(env, VARIABLES.githubActions) !== undefined;
  return isJob
    ? `${parts.join(", ")}; a GitHub job without a token file needs the permission \`id-token: write\``
    : parts.join(", ");
}

function stateOf(names: readonly string[], state: string): string {
  return names.length === 0 ? "" : `${names.join(" and ")} ${names.length === 1 ? "is" : "are"}${state}`;
}
