import { type ClusterCertificates, createClusterCertificates } from "../fakes/cloud/cluster-certificates.ts";
import { type CloudState, createCloudState } from "../fakes/cloud/cloud-state.ts";
import { createCsService } from "../fakes/cloud/cs-service.ts";
import { createOAuthSite, type OAuthSite } from "../fakes/cloud/oauth-service.ts";
import { type Seed, seedCloud } from "../fakes/cloud/seed.ts";
import { createStsService } from "../fakes/cloud/sts-service.ts";
import { createCertificateAuthority } from "../fakes/pki/certificate-authority.ts";
import { takePooledKeyPair } from "../fakes/pki/key-pair-pool.ts";
import type { FakeRequest } from "../fakes/server/fake-request.ts";
import { jsonReply, type Reply } from "../fakes/server/reply.ts";
import type { Service } from "../fakes/server/service.ts";
import { errnoError } from "../support/memory-files.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

/** What the APIs do to every call at the moment. */
export type Weather =
  | "fair"
  /** No connection. */
  | "refused"
  /** A connection, and no answer. */
  | "silent"
  /** The work is done, and the answer gets lost. */
  | "answer-lost"
  | "unavailable"
  | "throttled"
  | "forbidden";

/** One call that reached the APIs. */
export interface CloudCall {
  readonly action: string;
  readonly owner: object;
}

/** A refresh token that was given out in exchange for the one before, which is invalid since then. */
export interface RenewedSignIn {
  readonly owner: object;
  readonly refreshToken: string;
  /** Whether the answer has arrived. */
  isDelivered: boolean;
}

/** The fake cloud's services without sockets: each answer takes virtual time. */
export interface VirtualCloud extends Seed {
  readonly state: CloudState;
  readonly certificates: ClusterCertificates;
  readonly oauth: OAuthSite;
  readonly calls: readonly CloudCall[];
  /** In the order in which they were given out: the last one is good. */
  readonly renewals: readonly RenewedSignIn[];
  weather: Weather;
  /** How long each way takes at most, ms. */
  latencyMs: number;
  /** The most calls that the APIs take in a second; they refuse those beyond. */
  callsPerSecond: number;
  /** Whether a refusal says when the second is over. */
  saysTimeLeft: boolean;
  /** `fetch` for one process. */
  readonly fetchFor: (owner: object) => (url: string, init: BunFetchRequestInit) => Promise<Response>;
}

// Making an RSA key takes 50 ms: one authority for all runs, and two keys out of the pool.
const authority = createCertificateAuthority("kubernetes");

/** A cloud whose clock shows true time. */
export async function createVirtualCloud(scheduler: Scheduler, random: Random): Promise<VirtualCloud> {
  const clusterAuthority = await authority;
  await Promise.all([takePooledKeyPair("rsa"), takePooledKeyPair("rsa")]);
  const now = (): number => scheduler.now;
  const state = createCloudState(now);
  const seed = seedCloud(state);
  const certificates = createClusterCertificates(state, clusterAuthority);
  const oauth = createOAuthSite(state);
  const sources = { certificates, clusterAuthority, serverUrl: "https://127.0.0.1:6443", now };
  const services: Readonly<Record<string, Service>> = {
    "cs.aliyuncs.com": createCsService(state, sources),
    "sts.aliyuncs.com": createStsService(state),
    "oauth.aliyun.com": oauth.service,
  };
  const calls: CloudCall[] = [];
  const renewals: RenewedSignIn[] = [];
  const taken = { second: 0, calls: 0 };
  /** ms until the APIs take calls again; 0 when they take this one. */
  const countCall = (): number => {
    const second = Math.floor(scheduler.now / 1000);
    if (second !== taken.second) Object.assign(taken, { second, calls: 0 });
    taken.calls += 1;
    return taken.calls <= cloud.callsPerSecond ? 0 : Math.ceil((second + 1) * 1000 - scheduler.now);
  };

  const cloud: VirtualCloud = {
    ...seed,
    state,
    certificates,
    oauth,
    calls,
    renewals,
    weather: "fair",
    latencyMs: 300,
    callsPerSecond: Number.POSITIVE_INFINITY,
    saysTimeLeft: true,
    fetchFor: (owner) => async (url, init) => {
      const { signal } = init;
      const trip = (): Promise<void> => scheduler.pause(owner, random.between(1, cloud.latencyMs), signal);
      await trip();
      const { weather } = cloud;
      if (weather === "refused") throw errnoError("ECONNREFUSED");
      const request = requestOf(url, init);
      const service = services[request.headers["host"] ?? ""];
      if (service === undefined) throw errnoError("ENOTFOUND");
      calls.push({ action: service.actionOf(request), owner });
      if (weather === "silent") await scheduler.pause(owner, Number.POSITIVE_INFINITY, signal);
      const timeLeft = weather === "throttled" ? 900 : countCall();
      const reply =
        timeLeft > 0 ? throttling(cloud.saysTimeLeft, timeLeft) : (refusal(weather) ?? (await service.answer(request)));
      const renewal = service === oauth.service ? renewalIn(reply, owner) : undefined;
      if (renewal !== undefined) renewals.push(renewal);
      await trip();
      if (weather === "answer-lost") throw errnoError("ECONNRESET");
      if (renewal !== undefined) renewal.isDelivered = true;
      return new Response(reply.body, { status: reply.status, headers: { ...reply.headers } });
    },
  };
  return cloud;
}

function refusal(weather: Weather): Reply | undefined {
  if (weather === "unavailable") return jsonReply(503, { Code: "ServiceUnavailable", Message: "Try again later." });
  return weather === "forbidden"
    ? jsonReply(403, { Code: "StatusForbidden", Message: "no permission cs:DescribeClusterUserKubeconfig" })
    : undefined;
}

function throttling(saysTimeLeft: boolean, timeLeft: number): Reply {
  const reply = jsonReply(400, { Code: "Throttling.User", Message: "Request was denied due to user flow control." });
  const rateLimit = { "x-ratelimit-user": `Limit:50,Remain:0,TimeLeft:${timeLeft},Reset:1` };
  return saysTimeLeft ? { ...reply, headers: { ...reply.headers, ...rateLimit } } : reply;
}

function renewalIn({ status, body }: Reply, owner: object): RenewedSignIn | undefined {
  const [, refreshToken] = /"refresh_token":"([^"]+)"/.exec(body) ?? [];
  return status !== 200 || refreshToken === undefined ? undefined : { owner, refreshToken, isDelivered: false };
}

function requestOf(address: string, init: BunFetchRequestInit): FakeRequest {
  const url = new URL(address);
  const headers = Object.fromEntries(new Headers(init.headers).entries());
  return {
    method: init.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: { host: url.host, ...headers },
    body: typeof init.body === "string" ? init.body : "",
    connection: 1,
    remotePort: 1,
  };
}
