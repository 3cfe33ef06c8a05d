import { describeClusterUserKubeconfig, SHORTEST_MINUTES } from "../alibaba/cs/describe-cluster-user-kubeconfig.ts";
import { type UnusableCaFile, unusableCaFiles } from "../http/ca-files.ts";
import { type CallerIdentity, getCallerIdentity } from "../alibaba/sts/get-caller-identity.ts";
import { readCachedCertificate } from "../cache/certificate-cache.ts";
import type { CacheEntry } from "../cache/cache-entry.ts";
import { readFailure, type RememberedFailure } from "../cache/negative-cache.ts";
import { cacheKey } from "../cache/cache-key.ts";
import { checkIssuedCertificate } from "../certificate/check-issued-certificate.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { openSession, type Session } from "../credentials/open-session.ts";
import { type Resolution, resolveCredentials } from "../credentials/resolve-credentials.ts";
import { mustRenewSignIn } from "../credentials/sign-in-expiry.ts";
import { ToolError } from "../errors/tool-error.ts";
import { type ClusterEntry, readClusterEntry } from "../kubeconfig/cluster-entry.ts";
import { readUserCertificate } from "../kubeconfig/user-certificate.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import { type EndpointProbe, probeEndpoint } from "./probe-endpoint.ts";
import type { ExaminedCall } from "./examined-call.ts";

/** The ACK API's answer for the cluster. */
export interface Issued {
  readonly certificate: ClientCertificate;
  readonly entry: ClusterEntry;
}

/** A fact, or why it is unknown because of another problem. */
export type Known<T> = { readonly value: T } | { readonly unknown: string };

/** What the checks examine. Each fact is determined once, on demand. */
export interface Facts {
  /** The plugin's environment: with the variables of the context's user. */
  readonly world: LoggedWorld;
  readonly subject: ExaminedCall;
  /** How each endpoint answers: the ACK API first, then STS. */
  readonly probes: () => Promise<readonly EndpointProbe[]>;
  /** @throws ToolError */
  readonly resolution: () => Promise<Resolution>;
  /** @throws ToolError if the source gives no credentials */
  readonly session: () => Promise<Known<Session>>;
  /** Whose credentials they are, according to STS. @throws ToolError if STS rejects them */
  readonly caller: () => Promise<Known<CallerIdentity>>;
  /** The CA variables whose files are unusable. */
  readonly unusableCaFiles: () => Promise<readonly UnusableCaFile[]>;
  /** A certificate for 15 minutes, which is not kept. @throws ToolError if the API gives none */
  readonly issued: () => Promise<Known<Issued>>;
  /** What the next plugin run finds in the cache; undefined: nothing valid. */
  readonly cached: () => Promise<CacheEntry | undefined>;
  /** The plugin's last failure, unless it has succeeded since. */
  readonly remembered: () => Promise<RememberedFailure | undefined>;
}

/** Facts about a subject. Nothing is examined yet. */
export function gatherFacts(subject: ExaminedCall, world: LoggedWorld): Facts {
  const { deadline, settings, clusterId, expirationMinutes, cacheDirectories } = subject;
  const resolution = once(() => resolveCredentials({ settings, world }));
  const csEndpoint = once(async () => subject.csEndpointIn((await resolution().catch(noValue))?.vpc));
  const stsEndpoint = once(async () => subject.stsEndpoint());
  const probes = once(async () => {
    const endpoints = [await csEndpoint(), (await stsEndpoint().catch(noValue)) ?? []].flat();
    return await Promise.all(endpoints.map((endpoint) => probeEndpoint(endpoint, deadline, world)));
  });
  /** Why a call failed: the network, which another check reports, or the error itself. */
  const unreached = async (error: unknown): Promise<{ readonly unknown: string }> => {
    const silent = (await probes()).find((probe) => probe.error !== undefined);
    const isNetwork = error instanceof ToolError && ["network", "tls", "timeout"].includes(error.code);
    if (!isNetwork || silent === undefined) throw error;
    return { unknown: `${silent.host} cannot be reached` };
  };
  const session = once(async (): Promise<Known<Session>> => {
    const found = await resolution().catch(noValue);
    if (found === undefined) return { unknown: "there are no credentials" };
    if (mustRenewSignIn(found.source, world.now())) {
      return { unknown: "it would renew the OAuth sign-in, and the doctor changes no file" };
    }
    try {
      // A check reports its warnings.
      return { value: await openSession({ ...found, warnings: [] }, deadline, { ...world, mayRenewSignIn: false }) };
    } catch (error) {
      return await unreached(error);
    }
  });
  const key = once(async () => {
    const found = await resolution().catch(noValue);
    if (clusterId === undefined || found === undefined || subject.isForToken) return undefined;
    const { identity, secret } = found;
    return cacheKey({ clusterId, csEndpoint: await csEndpoint(), expirationMinutes, identity }, secret);
  });
  const caller = once(async (): Promise<Known<CallerIdentity>> => {
    const known = await session();
    if ("unknown" in known) return known;
    const { credentials, ports } = known.value;
    const endpoint = await stsEndpoint().catch((error: unknown) => error);
    if (endpoint instanceof ToolError) return { unknown: endpoint.message };
    if ("bearerToken" in credentials) return { unknown: "STS does not accept bearer tokens" };
    try {
      return { value: await getCallerIdentity(await stsEndpoint(), credentials, ports) };
    } catch (error) {
      return await unreached(error);
    }
  });
  return {
    world,
    subject,
    resolution,
    session,
    caller,
    probes,
    unusableCaFiles: once(() => unusableCaFiles(world)),
    issued: once(async (): Promise<Known<Issued>> => {
      if (clusterId === undefined) return { unknown: "name a cluster with --cluster-id" };
      if (subject.isForToken) return { unknown: "kubectl presents a token, not a certificate" };
      const known = await session().catch(noValue);
      if (known === undefined) return { unknown: "the credentials do not work" };
      if ("unknown" in known) return known;
      if ((await caller().catch(noValue)) === undefined) return { unknown: "the credentials do not work" };
      const { credentials, ports } = known.value;
      try {
        const { config, expiration } = await describeClusterUserKubeconfig(
          {
            endpoint: await csEndpoint(),
            clusterId,
            durationMinutes: SHORTEST_MINUTES,
            credentials,
            privateAddress: false,
          },
          ports,
        );
        const certificate = checkIssuedCertificate({ ...(await readUserCertificate(config)), expiration }, world.now());
        return { value: { certificate, entry: await readClusterEntry(config) } };
      } catch (error) {
        return await unreached(error);
      }
    }),
    cached: once(async () => {
      const known = await key();
      const entry = known && (await readCachedCertificate(cacheDirectories, known, world))?.entry;
      return entry !== undefined && entry.certificate.notAfter > world.now() ? entry : undefined;
    }),
    remembered: once(async () => {
      const known = await key();
      return known && (await readFailure(cacheDirectories[0], known, world));
    }),
  };
}

/** The ACK API's answer, if it gave one; another check reports why there is none. */
export async function issuedIfAny({ issued }: Facts): Promise<Issued | undefined> {
  try {
    const known = await issued();
    return "unknown" in known ? undefined : known.value;
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

/** Placeholder for a failure that another check reports. */
function noValue(): undefined {
  return undefined;
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}
