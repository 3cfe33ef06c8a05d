import { ApiError } from "./api-error.ts";
import type { CloudState } from "./cloud-state.ts";
import type { AccessKey, Identity, Role, Session } from "./model.ts";
import { requiredParameter } from "./rpc-call.ts";

/** `AssumeRole`: a session of a role for a caller whom the role trusts. @throws {ApiError} */
export function assumeRole(state: CloudState, caller: AccessKey, parameters: URLSearchParams) {
  const request = roleRequest(state, parameters);
  const { role } = request;
  if (!role.trusted.includes(caller.owner.name) || role.externalId !== externalIdOf(parameters)) {
    throw new ApiError(
      403,
      "NoPermission",
      "You are not authorized to do this action. You should be authorized by RAM.",
    );
  }
  return openRoleSession(state, request);
}

/**
 * `AssumeRoleWithOIDC`: a session of a role for whoever has a token of a provider that the role trusts.
 * Nothing is signed. @throws {ApiError}
 */
export function assumeRoleWithOidc(state: CloudState, parameters: URLSearchParams) {
  const provider = state.oidcProviders.get(requiredParameter(parameters, "OIDCProviderArn"));
  const token = provider?.tokens.get(requiredParameter(parameters, "OIDCToken"));
  const request = roleRequest(state, parameters);
  if (provider === undefined) {
    throw new ApiError(401, "AuthenticationFail.NoPermission", "No such OIDC Provider registered.");
  }
  if (token === undefined) {
    throw new ApiError(
      401,
      "AuthenticationFail.OIDCToken.Invalid",
      "The Jwt content is invalid that cannot be recognized.",
    );
  }
  if (token === "expired") {
    throw new ApiError(401, "AuthenticationFail.OIDCToken.Expired", "This JsonWebToken is expired.");
  }
  if (!request.role.trustedProviders.includes(provider.arn)) {
    throw new ApiError(401, "AuthenticationFail.NoPermission", "There is no permission");
  }
  return openRoleSession(state, request);
}

/** A role as the owner of a session. */
export function roleIdentity(role: Role, sessionName: string): Identity {
  const { name, accountId, id } = role;
  const arn = `acs:ram::${accountId}:assumed-role/${name}/${sessionName}`;
  return { kind: "role", name, accountId, id, arn, sessionName };
}

/** A session in the spelling of STS. */
export function credentialsOf(session: Session) {
  return {
    AccessKeyId: session.accessKeyId,
    AccessKeySecret: session.accessKeySecret,
    SecurityToken: session.securityToken,
    Expiration: isoSeconds(session.expiresAt),
  };
}

/** `YYYY-MM-DDThh:mm:ssZ`. */
export function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

interface RoleWish {
  readonly role: Role;
  readonly sessionName: string;
  readonly seconds: number;
}

function roleRequest(state: CloudState, parameters: URLSearchParams): RoleWish {
  const arn = requiredParameter(parameters, "RoleArn");
  const sessionName = requiredParameter(parameters, "RoleSessionName");
  const seconds = Number(parameters.get("DurationSeconds") ?? 3600);
  if (!/^acs:ram::\d+:role\/.+$/.test(arn)) {
    throw invalid("RoleArn", "The parameter RoleArn is wrongly formed.");
  }
  if (!/^[A-Za-z0-9.@_-]{2,64}$/.test(sessionName)) {
    throw invalid("RoleSessionName", "The parameter RoleSessionName is wrongly formed.");
  }
  const role = state.roles.get(arn);
  if (role === undefined) {
    throw new ApiError(404, "EntityNotExist.Role", "The specified Role not exists.");
  }
  if (!(seconds >= 900 && seconds <= role.maxSessionSeconds)) {
    throw invalid("DurationSeconds", "The Min/Max value of DurationSeconds is 15min/12hr.");
  }
  return { role, sessionName, seconds };
}

function openRoleSession(state: CloudState, { role, sessionName, seconds }: RoleWish) {
  const owner = roleIdentity(role, sessionName);
  return {
    AssumedRoleUser: { Arn: owner.arn, AssumedRoleId: `${role.id}:${sessionName}` },
    Credentials: credentialsOf(state.openSession(owner, seconds)),
  };
}

function externalIdOf(parameters: URLSearchParams): string | undefined {
  return parameters.get("ExternalId") ?? undefined;
}

function invalid(parameter: string, message: string): ApiError {
  return new ApiError(400, `InvalidParameter.${parameter}`, message);
}
