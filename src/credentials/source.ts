import type { AccessKeyCredentials } from "../alibaba/cloud-credentials.ts";
import type { EcsMetadata } from "../alibaba/fetch-ecs-role-credentials.ts";
import type { OAuthSite } from "../alibaba/oauth/oauth-sites.ts";
import type { RsaKeyPair } from "../alibaba/sts/generate-session-access-key.ts";
import type { OidcRoleSession, RoleSession } from "../alibaba/sts/assume-role.ts";
import { digestOf } from "../sha256.ts";

/**
 * Whose credentials a source gives; part of the cache key. Nested if one source builds on another. Values that may be
 * secret are included as digests only.
 */
export type SourceIdentity = readonly (string | SourceIdentity)[];

/** A long-lived access key. */
export interface AccessKeySource {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** A temporary access key with its STS token. */
export interface StsTokenSource extends AccessKeySource {
  readonly securityToken: string;
}

/** A role, assumed with the credentials of another source. */
export interface AssumedRoleSource extends RoleSession {
  readonly base: Source;
  /** Base URL. */
  readonly stsEndpoint: string;
  /** The flag that names the role, if one does. */
  readonly flag?: string;
}

/** GitHub's OIDC token service for a job. */
export interface GithubTokenRequest {
  /** An https address. */
  readonly url: string;
  /** The job's secret for that address. */
  readonly requestToken: string;
  readonly audience: string;
}

/** A role, assumed with an OIDC token: RRSA's for a pod, or GitHub's for a job. */
export interface OidcRoleSource extends OidcRoleSession {
  /** A file is read each time, because kubelet replaces it. */
  readonly token: { readonly file: string } | { readonly github: GithubTokenRequest };
  /** Base URL. */
  readonly stsEndpoint: string;
}

/** The RAM role of the ECS instance. */
export type EcsRoleSource = EcsMetadata;

/** A local service that hands out credentials. */
export interface CredentialsUriSource {
  readonly uri: string;
}

/** A program that prints credentials. */
export interface ExternalSource {
  /** Program and arguments, as written. */
  readonly command: string;
  /** The profile with the program, for errors. */
  readonly label: string;
  /** Turns the program's output into a source. @throws ToolError */
  readonly readProfile: (printed: object) => Source;
}

/** A CloudSSO user who has signed in. */
export interface CloudSsoSource {
  readonly signInUrl: string;
  readonly accountId: string;
  readonly accessConfiguration: string;
  /** Empty if there is only a stored session. */
  readonly accessToken: string;
  /** End of the access token, ms since the epoch. */
  readonly accessTokenExpiration: number;
  /** The STS session that the aliyun CLI got for the access token; may have expired. */
  readonly stored: AccessKeyCredentials | undefined;
  /** The file and profile in which to sign in again; no file if a program printed the profile. */
  readonly file: string | undefined;
  readonly profileName: string;
}

/** A user who has signed in with OAuth. */
export interface OAuthSource {
  readonly site: OAuthSite;
  /** Base URL. */
  readonly endpoint: string;
  /** The file and profile with the tokens; renewed ones are saved there. */
  readonly file: string;
  readonly profileName: string;
  /** See {@link signInFingerprint}. */
  readonly fingerprint: string;
  /** End of the access token, ms since the epoch; 0 without one. */
  readonly accessTokenExpiration: number;
  /** Whether there is a refresh token. */
  readonly isRenewable: boolean;
}

/** An RSA key pair of a RAM user. */
export interface RsaKeyPairSource extends RsaKeyPair {
  /** Base URL. */
  readonly stsEndpoint: string;
}

/** A token that is sent as it is. */
export interface BearerSource {
  readonly bearerToken: string;
}

/** Every kind of source, by its name. */
export interface SourceKinds {
  readonly "access-key": AccessKeySource;
  readonly "sts-token": StsTokenSource;
  readonly "assumed-role": AssumedRoleSource;
  readonly "oidc-role": OidcRoleSource;
  readonly "ecs-role": EcsRoleSource;
  readonly "credentials-uri": CredentialsUriSource;
  readonly external: ExternalSource;
  readonly "cloud-sso": CloudSsoSource;
  readonly oauth: OAuthSource;
  readonly "rsa-key-pair": RsaKeyPairSource;
  readonly bearer: BearerSource;
}

/** A source of one of the given kinds. */
export type SourceOf<Kind extends keyof SourceKinds> = {
  [K in Kind]: { readonly kind: K } & SourceKinds[K];
}[Kind];

/** Where credentials come from: configuration that has been read and checked. Distinguished by `kind`. */
export type Source = SourceOf<keyof SourceKinds>;

/** Fields of a static key pair, as read. */
export interface StaticFields extends AccessKeySource {
  readonly securityToken?: string | undefined;
}

/** A static source: an STS token if there is one, otherwise an access key. */
export function staticSource(fields: StaticFields): SourceOf<"access-key" | "sts-token"> {
  const { accessKeyId, accessKeySecret, securityToken } = fields;
  return securityToken === undefined || securityToken === ""
    ? { kind: "access-key", accessKeyId, accessKeySecret }
    : { kind: "sts-token", accessKeyId, accessKeySecret, securityToken };
}

/**
 * A digest that tells sign-ins in one profile apart; the profile has no user name. It includes the session that the
 * aliyun CLI stored, because that may belong to a user who was signed in before.
 */
export function signInFingerprint(
  { refreshToken, accessToken }: { readonly refreshToken?: string | undefined; readonly accessToken: string },
  stored: { readonly accessKeyId: string } | undefined,
): string {
  return digestOf(JSON.stringify([refreshToken ?? accessToken, stored?.accessKeyId]));
}

/** Whether loading the credentials may renew the sign-in in config.json, which changes the source's identity. */
export function renewsSignIn(source: Source): boolean {
  return source.kind === "oauth" || (source.kind === "assumed-role" && renewsSignIn(source.base));
}
