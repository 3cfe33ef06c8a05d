import * as v from "valibot";
import type { ApiPorts } from "../api-types.ts";
import { callApi } from "../call-api.ts";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { temporaryCredentials, temporaryCredentialsSchema } from "../parse-temporary-credentials.ts";

const SERVICE = "CloudSSO";

/** A signed-in CloudSSO user's access to an account. */
export interface CloudSsoAccess {
  /** The sign-in URL; only its scheme and host are used. */
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
export async function createCloudCredential(access: CloudSsoAccess, ports: ApiPorts): Promise<AccessKeyCredentials> {
  const { value } = await callApi(
    { name: SERVICE, ramAction: undefined },
    () => ({
      method: "POST",
      action: "CreateCloudCredential",
      url: `${new URL(access.signInUrl).origin}/cloud-credentials`,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        authorization: `Bearer ${access.accessToken}`,
      },
      body: JSON.stringify({ AccountId: access.accountId, AccessConfigurationId: access.accessConfiguration }),
    }),
    answerSchema,
    ports,
  );
  return temporaryCredentials(SERVICE, value.CloudCredential, ports.now());
}
