import { describeClusterUserKubeconfig } from "../alibaba/cs/describe-cluster-user-kubeconfig.ts";
import type { Deadline } from "../deadline.ts";
import { readCachedCertificate } from "../cache/certificate-cache.ts";
import type { CacheEntry } from "../cache/entry.ts";
import { cacheKey } from "../cache/key.ts";
import { checkCertificate } from "../certificate/check-certificate.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { openSession, type Session } from "../credentials/open-session.ts";
import { type Resolution, resolveCredentials } from "../credentials/resolve.ts";
import { renewsSignIn } from "../credentials/renews-sign-in.ts";
import type { CredentialSettings } from "../credentials/search-context.ts";
import { type ClusterEntry, readClusterEntry } from "../kubeconfig/cluster-entry.ts";
import { readUserCertificate } from "../kubeconfig/user-certificate.ts";
import type { CurrentContext, KubeconfigFile, PluginUser } from "../kubeconfig/kubeconfig-view.ts";
import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";
import { type EndpointProbe, probeEndpoint } from "./probe-endpoint.ts";

/** What to examine: what a plugin run would be told. */
export interface Subject {
  /** undefined: no cluster is known, and what needs one is skipped. */
  readonly clusterId: string | undefined;
  /** Where the settings come from, in words. */
  readonly description: string;
  readonly settings: CredentialSettings;
  /** Base URLs. */
  readonly csEndpoint: string;
  readonly stsEndpoint: string;
  readonly expirationMinutes: number;
  /** Where certificates may be kept, best place first. */
  readonly cacheDirectories: readonly [string, ...string[]];
  readonly kubeconfigs: readonly KubeconfigFile[];
  /** The kubeconfig context of the cluster, if it is the current one. */
  readonly context: CurrentContext | undefined;
  /** What is wrong with a user's arguments for the plugin; undefined = nothing. */
  readonly problemWith: (user: PluginUser) => Promise<string | undefined>;
  readonly deadline: Deadline;
}

/** What the ACK API gives for the cluster. */
export interface Issued {
  readonly certificate: ClientCertificate;
  readonly entry: ClusterEntry;
}

/** A fact, or why it cannot be known, for which something else is to blame. */
export type Known<T> = { readonly value: T } | { readonly unknown: string };

/** What the checks look at. Each fact is found out once, when it is first asked for. */
export interface Facts {
  readonly world: World & { readonly log: Log };
  readonly subject: Subject;
  readonly deadline: Deadline;
  /** How each endpoint answers. */
  readonly probes: () => Promise<readonly EndpointProbe[]>;
  /** @throws ToolError */
  readonly resolution: () => Promise<Resolution>;
  /** @throws ToolError when the source gives no credentials */
  readonly session: () => Promise<Known<Session>>;
  /** A certificate of a quarter of an hour that is kept nowhere. @throws ToolError when the API gives none */
  readonly issued: () => Promise<Known<Issued>>;
  /** What the next plugin run finds in the cache; undefined: nothing. */
  readonly cached: () => Promise<CacheEntry | undefined>;
}

const SHORTEST_MINUTES = 15;

/** Facts about a subject. Nothing is looked at yet. */
export function gatherFacts(subject: Subject, world: World & { readonly log: Log }): Facts {
  const { deadline, settings, clusterId, csEndpoint, stsEndpoint, expirationMinutes, cacheDirectories } = subject;
  const resolution = once(() => resolveCredentials({ settings, world }));
  const session = once(async (): Promise<Known<Session>> => {
    const found = await resolution().catch(noValue);
    if (found === undefined) return { unknown: "there are no credentials" };
    if (renewsSignIn(found.source)) {
      return { unknown: "it could renew the OAuth sign-in, and the doctor changes no file" };
    }
    // Its warnings are findings of a check.
    return { value: await openSession({ ...found, warnings: [] }, deadline, world) };
  });
  return {
    world,
    subject,
    deadline,
    resolution,
    session,
    probes: once(() =>
      Promise.all([csEndpoint, stsEndpoint].map((endpoint) => probeEndpoint(endpoint, deadline, world))),
    ),
    issued: once(async (): Promise<Known<Issued>> => {
      if (clusterId === undefined) return { unknown: "name a cluster with --cluster-id" };
      const known = await session().catch(noValue);
      if (known === undefined) return { unknown: "the credentials do not work" };
      if ("unknown" in known) return known;
      const { credentials, ports } = known.value;
      const { config, expiration } = await describeClusterUserKubeconfig(
        { endpoint: csEndpoint, clusterId, durationMinutes: SHORTEST_MINUTES, credentials, privateAddress: false },
        ports,
      );
      const certificate = checkCertificate({ ...(await readUserCertificate(config)), expiration }, world.now());
      return { value: { certificate, entry: await readClusterEntry(config) } };
    }),
    cached: once(async () => {
      const found = await resolution().catch(noValue);
      if (clusterId === undefined || found === undefined) return undefined;
      const { identity, secret } = found;
      const key = cacheKey({ clusterId, csEndpoint, expirationMinutes, identity }, secret);
      return (await readCachedCertificate(cacheDirectories, key, world))?.entry;
    }),
  };
}

/** For a failure that another check reports. */
function noValue(): undefined {
  return undefined;
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}
