import type { ApiPorts } from "../api-types.ts";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { temporaryCredentials } from "../parse-temporary-credentials.ts";
import { type RoleSession, roleAnswerSchema, roleParameters } from "./assume-role.ts";
import { callSts, STS, STS_VERSION } from "./call-sts.ts";

/** A role to assume with an OIDC token. */
export interface OidcRoleSession extends Omit<RoleSession, "externalId"> {
  readonly providerArn: string;
}

/**
 * Credentials of a role for the holder of an OIDC token (RRSA pods). The call is not signed.
 * @param endpoint base URL of STS
 * @throws ToolError as {@link callSts}
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerolewithoidc
 */
export async function assumeRoleWithOidc(
  endpoint: string,
  session: OidcRoleSession,
  token: string,
  ports: ApiPorts,
): Promise<AccessKeyCredentials> {
  const parameters = {
    ...roleParameters({ ...session, externalId: undefined }),
    OIDCProviderArn: session.providerArn,
    OIDCToken: token,
  };
  const request = { action: "AssumeRoleWithOIDC", version: STS_VERSION, parameters };
  const answer = await callSts(endpoint, request, undefined, roleAnswerSchema, ports);
  return temporaryCredentials(STS, answer.Credentials, ports.now());
}
