import type { CloudCredentials } from "../alibaba/cloud-credentials.ts";
import { digestOf } from "../sha256.ts";
import { maskAccessKeyId } from "../errors/mask-access-key-id.ts";
import type { LoadContext } from "./load-context.ts";
import {
  type AssumedRoleSource,
  type OidcRoleSource,
  signInFingerprint,
  type SourceIdentity,
  type SourceKinds,
  type SourceOf,
} from "./source.ts";

/** The functions of one kind of source; its data is in {@link SourceKinds}. */
interface SourceKind<S> {
  /** For people: ids masked, nothing secret. */
  readonly describe: (source: S) => string;
  /**
   * Everything that decides whose credentials these are. Values that may be secret are included as digests. That is
   * not enough for a short password, whose digest could be guessed.
   */
  readonly identity: (source: S) => SourceIdentity;
  /** See {@link sourceSecret}. */
  readonly secret?: (source: S) => string | undefined;
  /** Gets the credentials: the only step that may use the network or run a program. @throws ToolError */
  readonly load: (source: S, ports: LoadContext) => Promise<CloudCredentials>;
}

/** Every kind of source; each is built on demand, because a run needs one or two. */
const SOURCES: { readonly [Kind in keyof SourceKinds]: () => SourceKind<SourceOf<Kind>> } = {
  "access-key": () => ({
    describe: ({ accessKeyId }) => `access key ${maskAccessKeyId(accessKeyId)}`,
    identity: ({ accessKeyId }) => [accessKeyId],
    secret: ({ accessKeySecret }) => accessKeySecret,
    load: ({ accessKeyId, accessKeySecret }) =>
      Promise.resolve({ accessKeyId, accessKeySecret, securityToken: undefined }),
  }),

  "sts-token": () => ({
    describe: ({ accessKeyId }) => `the STS token of access key ${maskAccessKeyId(accessKeyId)}`,
    identity: ({ accessKeyId }) => [accessKeyId],
    secret: ({ accessKeySecret }) => accessKeySecret,
    load: ({ accessKeyId, accessKeySecret, securityToken }) =>
      Promise.resolve({ accessKeyId, accessKeySecret, securityToken }),
  }),

  "assumed-role": () => ({
    describe: ({ roleArn, base }) => `role ${roleArn}, assumed with ${describeSource(base)}`,
    identity: (source) => [
      ...sessionIdentity(source),
      source.externalId ?? "",
      source.stsEndpoint,
      sourceIdentity(source.base),
    ],
    secret: ({ base }) => sourceSecret(base),
    load: async (source, ports) => {
      const asBase = { ...ports, caller: { ...ports.caller, identity: describeSource(source.base) } };
      const base = await loadCredentials(source.base, asBase);
      const { loadAssumedRole } = await import("./loaders/load-assumed-role.ts");
      return await loadAssumedRole(source, base, asBase);
    },
  }),

  "oidc-role": () => ({
    describe: ({ roleArn, token }) =>
      `role ${roleArn}, assumed with ${"file" in token ? `the OIDC token in ${token.file}` : "GitHub's OIDC token for this job"}`,
    identity: (source) => [
      ...sessionIdentity(source),
      source.providerArn,
      // A runner may serve jobs of several repositories: their request tokens differ.
      ...("file" in source.token
        ? [source.token.file]
        : ["github", source.token.github.audience, digestOf(source.token.github.requestToken)]),
      source.stsEndpoint,
    ],
    secret: ({ token }) => ("file" in token ? undefined : token.github.requestToken),
    load: async (source, ports) => (await import("./loaders/load-assumed-role.ts")).loadOidcRole(source, ports),
  }),

  "ecs-role": () => ({
    describe: ({ roleName }) => `RAM role ${roleName === "" ? "" : `${roleName} `}of this ECS instance`,
    identity: ({ endpoint, roleName }) => [endpoint, roleName],
    load: async (source, ports) =>
      (await import("../alibaba/fetch-ecs-role-credentials.ts")).fetchEcsRoleCredentials(source, ports),
  }),

  "credentials-uri": () => ({
    describe: ({ uri }) => `credentials URI ${URL.parse(uri)?.origin ?? "(no URI)"}`,
    // Its query may contain a secret.
    identity: ({ uri }) => [digestOf(uri)],
    load: async ({ uri }, ports) => {
      (await import("./loaders/external-lock.ts")).refuseWhereLocked("the credentials URI", ports.env);
      return await (await import("../alibaba/credentials-uri.ts")).readCredentialsUri(uri, ports);
    },
  }),

  external: () => ({
    // The rest of the command line may contain a secret.
    describe: ({ command }) => `program ${command.trim().split(/\s/, 1)[0] ?? ""}`,
    identity: ({ command }) => [digestOf(command)],
    load: async (source, ports) =>
      loadCredentials(await (await import("./loaders/load-external.ts")).loadExternal(source, ports), ports),
  }),

  "cloud-sso": () => ({
    describe: ({ accountId, accessConfiguration }) =>
      `CloudSSO access configuration ${accessConfiguration} in account ${accountId}`,
    // The user's name is unknown, so the access token stands for the user: each sign-in is an identity of its own.
    identity: ({ signInUrl, accountId, accessConfiguration, accessToken, stored }) => [
      signInUrl,
      accountId,
      accessConfiguration,
      signInFingerprint({ accessToken }, stored),
    ],
    secret: ({ accessToken, stored }) => accessToken || stored?.accessKeySecret,
    load: async (source, ports) => (await import("./loaders/load-cloud-sso.ts")).loadCloudSso(source, ports),
  }),

  oauth: () => ({
    describe: ({ site, profileName }) => `OAuth sign-in (${site}) of profile ${JSON.stringify(profileName)}`,
    identity: ({ site, endpoint, file, profileName, fingerprint: user }) => [site, endpoint, file, profileName, user],
    // It is a digest of a long random token, and as hard to guess.
    secret: ({ fingerprint: user }) => user,
    load: async (source, ports) => (await import("./loaders/load-oauth.ts")).loadOAuth(source, ports),
  }),

  "rsa-key-pair": () => ({
    describe: ({ name }) => `RSA key pair ${maskAccessKeyId(name)}`,
    identity: ({ name, stsEndpoint }) => [name, stsEndpoint],
    load: async (source, ports) => (await import("./loaders/load-rsa-key-pair.ts")).loadRsaKeyPair(source, ports),
  }),

  bearer: () => ({
    describe: () => "bearer token",
    identity: ({ bearerToken }) => [digestOf(bearerToken)],
    secret: ({ bearerToken }) => bearerToken,
    load: ({ bearerToken }) => Promise.resolve({ bearerToken }),
  }),
};

function sessionIdentity({ roleArn, sessionName, policy }: AssumedRoleSource | OidcRoleSource): string[] {
  return [roleArn, sessionName, policy ?? ""];
}

/** A source in words, ids masked. */
export function describeSource<Kind extends keyof SourceKinds>(source: SourceOf<Kind>): string {
  return SOURCES[source.kind]().describe(source);
}

/** A source's part of the cache key. */
export function sourceIdentity<Kind extends keyof SourceKinds>(source: SourceOf<Kind>): SourceIdentity {
  return [source.kind, ...SOURCES[source.kind]().identity(source)];
}

/** The secret that seals a source's cache entries; undefined if there is none before its credentials are requested. */
export function sourceSecret<Kind extends keyof SourceKinds>(source: SourceOf<Kind>): string | undefined {
  return SOURCES[source.kind]().secret?.(source);
}

/**
 * Gets the credentials of a source.
 * @throws ToolError `credentials_failed`, `credentials_invalid`, and whatever the request throws
 */
export function loadCredentials<Kind extends keyof SourceKinds>(
  source: SourceOf<Kind>,
  ports: LoadContext,
): Promise<CloudCredentials> {
  return SOURCES[source.kind]().load(source, ports);
}
