import type { AccessKeyCredentials } from "../../alibaba/cloud-credentials.ts";
import { createCloudCredential } from "../../alibaba/cloud-sso/create-cloud-credential.ts";
import { ToolError } from "../../errors/tool-error.ts";
import type { LoadPorts } from "../load-ports.ts";
import type { CloudSsoSource } from "../source.ts";

/**
 * Credentials for a signed-in CloudSSO user. The access token cannot be renewed without a browser: when it is over, the
 * user has to sign in again.
 * @throws ToolError `credentials_failed` and whatever the exchange throws
 */
export async function loadCloudSso(source: CloudSsoSource, ports: LoadPorts): Promise<AccessKeyCredentials> {
  if (source.accessTokenExpiration <= ports.now()) throw signInAgain(source.profileName, "has ended");
  try {
    return await createCloudCredential(source, ports);
  } catch (error) {
    if (error instanceof ToolError && error.details["status"] === 401) {
      throw signInAgain(source.profileName, "is not accepted any more", error);
    }
    throw error;
  }
}

function signInAgain(profileName: string, problem: string, cause?: unknown): ToolError {
  return new ToolError({
    code: "credentials_failed",
    message: `the CloudSSO sign-in of profile "${profileName}" ${problem}`,
    hint: `sign in again: aliyun configure --mode CloudSSO --profile ${profileName}`,
    cause,
  });
}
