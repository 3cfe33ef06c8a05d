import { assumeRole, assumeRoleWithOidc } from "../../alibaba/sts/assume-role.ts";
import type { AccessKeyCredentials, CloudCredentials } from "../../alibaba/cloud-credentials.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { resolvePath } from "../../environment/resolve-path.ts";
import { errnoText } from "../../world/errno.ts";
import type { LoadContext } from "../load-context.ts";
import type { AssumedRoleSource, OidcRoleSource } from "../source.ts";

/**
 * The credentials of a role.
 * @param base credentials to assume it with
 * @param ports `caller` describes `base`
 * @throws ToolError naming the role, the caller and STS's answer
 */
export async function loadAssumedRole(
  source: AssumedRoleSource,
  base: CloudCredentials,
  ports: LoadContext,
): Promise<AccessKeyCredentials> {
  if ("bearerToken" in base) {
    throw new ToolError({
      code: "credentials_invalid",
      message: `cannot assume the role ${source.roleArn} with ${ports.caller.identity}: STS needs an access key`,
      hint: "use credentials with an access key, or leave --role-arn out",
    });
  }
  return await explain(source, ports, assumeRole(source.stsEndpoint, source, base, ports));
}

/** The credentials of a role, for an OIDC token. @throws ToolError naming the role, the token's file, STS's answer */
export async function loadOidcRole(source: OidcRoleSource, ports: LoadContext): Promise<AccessKeyCredentials> {
  const { token: place } = source;
  const isFile = "file" in place;
  const token = isFile
    ? await readToken(place.file, ports)
    : await (await import("./github-token.ts")).requestGithubToken(place.github, ports);
  const caller = { ...ports.caller, identity: isFile ? `the OIDC token in ${place.file}` : "GitHub's OIDC token" };
  return await explain(source, ports, assumeRoleWithOidc(source.stsEndpoint, source, token, { ...ports, caller }));
}

async function readToken(path: string, ports: LoadContext): Promise<string> {
  const file = resolvePath(path, ports);
  if (file === undefined) throw unreadable(path, "HOME is not set");
  let token: string;
  try {
    token = (await ports.files.readText(file)).trim();
  } catch (error) {
    if (error instanceof ToolError) throw error;
    throw unreadable(file, errnoText(error));
  }
  if (token === "") throw unreadable(file, "it is empty");
  return token;
}

function unreadable(file: string, problem: string): ToolError {
  return new ToolError({
    code: "credentials_failed",
    message: `cannot read the OIDC token in ${file}: ${problem}`,
    hint: "check ALIBABA_CLOUD_OIDC_TOKEN_FILE (or the profile's field), and that RRSA mounts the token into this pod",
  });
}

async function explain<T>(
  source: AssumedRoleSource | OidcRoleSource,
  ports: LoadContext,
  exchange: Promise<T>,
): Promise<T> {
  try {
    return await exchange;
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== "api_error") throw error;
    const { roleParameterHint } = await import("./role-parameter-hint.ts");
    throw new ToolError({
      code: error.code,
      message: `cannot assume the role ${source.roleArn}: ${error.message}`,
      hint: roleParameterHint(String(error.details["api code"]), source, ports) ?? error.hint,
      details: error.details,
      cause: error,
    });
  }
}
