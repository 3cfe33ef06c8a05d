import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import { createCloudCredential } from "../../alibaba/cloud-sso/create-cloud-credential.ts";
import { ToolError } from "../../errors/tool-error.ts";
import type { LoadContext } from "../load-context.ts";
import type { CloudSsoSource } from "../source.ts";
import { signInCommand } from "../aliyun-config/config-file.ts";
import { isServing } from "../aliyun-config/stored-sts-credentials.ts";

/**
 * Credentials for a signed-in CloudSSO user. The access token cannot be renewed without a browser: when it expires, the
 * user has to sign in again.
 * @throws ToolError `credentials_failed` and whatever the exchange throws
 */
export async function loadCloudSso(source: CloudSsoSource, ports: LoadContext): Promise<AccessKeyCredentials> {
  if (source.stored !== undefined && isServing(source.stored, ports.now())) return source.stored;
  if (source.accessTokenExpiration <= ports.now()) throw signInAgain(source, "has ended", ports);
  try {
    return await createCloudCredential(source, ports);
  } catch (error) {
    if (isDeadToken(error)) {
      throw signInAgain(source, "is no longer accepted", ports, error);
    }
    throw error;
  }
}

/** 401, or an error code that mentions a token: the portal's answer to an expired token is undocumented. */
function isDeadToken(error: unknown): boolean {
  if (!(error instanceof ToolError)) return false;
  const { status, "api code": code } = error.details;
  return status === 401 || ((status === 400 || status === 403) && /token/i.test(String(code)));
}

function signInAgain(
  { file, profileName }: CloudSsoSource,
  problem: string,
  ports: LoadContext,
  cause?: unknown,
): ToolError {
  return new ToolError({
    code: "credentials_failed",
    message: `the CloudSSO sign-in of profile ${JSON.stringify(profileName)} ${problem}`,
    hint: `sign in again: ${signInCommand(file, profileName, ports)}`,
    cause,
  });
}
