import type { ApiPorts } from "../api-types.ts";
import * as v from "valibot";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { temporaryCredentials, temporaryCredentialsSchema } from "../parse-temporary-credentials.ts";
import { callSts, STS } from "./call-sts.ts";

/** A role to assume. */
export interface RoleSession {
  readonly roleArn: string;
  /** 2 to 64 letters, digits and `.@-_`. */
  readonly sessionName: string;
  /** Required by some roles' trust policies. */
  readonly externalId: string | undefined;
  /** JSON; restricts what the session may do. */
  readonly policy: string | undefined;
  /** Lifetime of the session, s; undefined = the server's default, 3600. */
  readonly durationSeconds: number | undefined;
}

/** A role to assume with an OIDC token. */
export interface OidcRoleSession extends Omit<RoleSession, "externalId"> {
  readonly providerArn: string;
}

const answerSchema = v.object({ Credentials: temporaryCredentialsSchema });

/**
 * Credentials of a role.
 * @param endpoint base URL of STS
 * @throws ToolError as {@link callSts}
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole
 */
export async function assumeRole(
  endpoint: string,
  session: RoleSession,
  credentials: AccessKeyCredentials,
  ports: ApiPorts,
): Promise<AccessKeyCredentials> {
  const parameters = {
    ...roleParameters(session),
    ...(session.externalId !== undefined && { ExternalId: session.externalId }),
  };
  const answer = await callSts(endpoint, { action: "AssumeRole", parameters }, credentials, answerSchema, ports);
  return temporaryCredentials(STS, answer.Credentials, ports.now());
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
  const parameters = { ...roleParameters(session), OIDCProviderArn: session.providerArn, OIDCToken: token };
  const answer = await callSts(endpoint, { action: "AssumeRoleWithOIDC", parameters }, undefined, answerSchema, ports);
  return temporaryCredentials(STS, answer.Credentials, ports.now());
}

function roleParameters(session: Omit<RoleSession, "externalId">): Record<string, string> {
  return {
    RoleArn: session.roleArn,
    RoleSessionName: session.sessionName,
    ...(session.durationSeconds !== undefined && { DurationSeconds: String(session.durationSeconds) }),
    ...(session.policy !== undefined && { Policy: session.policy }),
  };
}
