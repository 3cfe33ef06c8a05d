import * as v from "valibot";
import type { ApiPorts } from "../api-types.ts";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { temporaryCredentials, temporaryCredentialsSchema } from "../parse-temporary-credentials.ts";
import { callCloudSso, CLOUD_SSO } from "./call-cloud-sso.ts";

/** A signed-in CloudSSO user's access to an account. */
export interface CloudSsoAccess {
  readonly signInUrl: string;
  readonly accessToken: string;
  readonly accountId: string;
  /** Id of the access configuration. */
  readonly accessConfiguration: string;
}

const answerSchema = v.object({ CloudCredential: temporaryCredentialsSchema });

/**
 * Credentials for an account through CloudSSO.
 * @throws ToolError `api_error` (also for an expired access token), `network`, `timeout`, `api_answer_invalid`
 */
export async function createCloudCredential(
  { signInUrl, accessToken, accountId, accessConfiguration }: CloudSsoAccess,
  ports: ApiPorts,
): Promise<AccessKeyCredentials> {
  const body = { AccountId: accountId, AccessConfigurationId: accessConfiguration };
  const call = { action: "CreateCloudCredential", path: "/cloud-credentials", accessToken, body };
  const answer = await callCloudSso(signInUrl, call, answerSchema, ports);
  return temporaryCredentials(CLOUD_SSO, answer.CloudCredential, ports.now());
}
