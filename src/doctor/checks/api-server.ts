import * as v from "valibot";
import { createSend, type HttpResponse, type Send } from "../../http/http-client.ts";
import type { ErrorCode } from "../../errors/codes.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { readJson } from "../../schema/read-json.ts";
import { type CertificateInUse, certificateInUse } from "../certificate-in-use.ts";
import { type Check, failure, type Finding, ok, skipped, warning } from "../check.ts";
import { clearCache, rewriteEntry } from "../suggested-fixes.ts";
import type { Facts } from "../gather-facts.ts";
import { type ApiServer, findApiServer } from "../find-api-server.ts";
import type { ExaminedCall } from "../examined-call.ts";

/** Time limit of a request, ms. */
const TIMEOUT_MS = 10_000;

/** A question about the caller itself, which changes nothing in the cluster. */
const WHO_AM_I = {
  group: "authentication.k8s.io",
  kind: "SelfSubjectReview",
  path: "selfsubjectreviews",
  spec: undefined,
};

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/ (kubectl auth can-i --list) */
const WHAT_MAY_I = {
  group: "authorization.k8s.io",
  kind: "SelfSubjectRulesReview",
  path: "selfsubjectrulesreviews",
  spec: { namespace: "default" },
};

const TOKEN =
  "not asked with the token that kubectl presents: a cluster without ack-ram-authenticator refuses it (Unauthorized)";

type Review = typeof WHO_AM_I | typeof WHAT_MAY_I;

const identitySchema = v.object({ status: v.object({ userInfo: v.object({ username: v.string() }) }) });

const rulesSchema = v.object({
  status: v.object({
    incomplete: v.optional(v.boolean(), false),
    resourceRules: v.nullish(v.array(v.object({ apiGroups: v.nullish(v.array(v.string()), []) })), []),
  }),
});

/** Whether the API server accepts the certificate: what kubectl does in the end. */
export const apiServerCheck: Check = {
  name: "api-server",
  isOfCall: true,
  run: async (facts) => {
    const inUse = await certificateInUse(facts);
    const apiServer = await findApiServer(facts);
    const rewrite = rewriteEntry(facts.subject);
    if (apiServer?.problem !== undefined) return [failure(apiServer.problem, rewrite)];
    const unverified =
      apiServer?.isUnverified === true
        ? [warning(`insecure-skip-tls-verify in ${apiServer.from} lets kubectl trust any server`, rewrite)]
        : [];
    if (apiServer === undefined) return [skipped("not asked: its address is unknown")];
    if (facts.subject.isForToken) return [...unverified, skipped(TOKEN)];
    if (inUse === undefined) return [...unverified, skipped("not asked: there is no certificate to present")];
    if (apiServer.proxy?.startsWith("socks5") === true)
      return [
        ...unverified,
        skipped(`not asked: the proxy in ${apiServer.from} uses SOCKS5, which only kubectl supports`),
      ];
    return [...unverified, ...(await ask(apiServer, inUse, facts))];
  },
};

async function ask(apiServer: ApiServer, inUse: CertificateInUse, facts: Facts): Promise<readonly Finding[]> {
  const { world, subject } = facts;
  const send = createSend({ ...world, deadline: subject.deadline });
  const started = world.now();
  try {
    const answer = await review(WHO_AM_I, apiServer, inUse, send);
    const server = `${answer.host} (${world.now() - started} ms)`;
    const findings = judge(answer, server, inUse, facts);
    if (findings.some(({ verdict }) => verdict !== "ok")) return findings;
    return [...findings, ...judgeRules(await review(WHAT_MAY_I, apiServer, inUse, send))];
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const cutOff = (await facts.probes()).every((probe) => probe.error !== undefined);
    const isSame = cutOff && (error.code === "network" || error.code === "timeout");
    if (isSame) return [skipped(`not reached, like everything else: ${error.message}`)];
    return [
      failure(`${error.message}; the address is from ${apiServer.from}`, cureFor(error.code, subject) ?? error.hint),
    ];
  }
}

async function review(
  { group, kind, path, spec }: Review,
  { server, authority, serverName, isUnverified, proxy }: ApiServer,
  { certificate: { certificate, privateKey } }: CertificateInUse,
  send: Send,
): Promise<HttpResponse> {
  const apiVersion = `${group}/v1`;
  return await send(() => ({
    method: "POST",
    url: `${server}/apis/${apiVersion}/${path}`,
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({ apiVersion, kind, spec }),
    timeoutMs: TIMEOUT_MS,
    maxTries: 1,
    ...(proxy !== undefined && { proxy }),
    tls: {
      cert: certificate,
      key: privateKey,
      isUnverified,
      ...(authority !== undefined && { ca: authority }),
      ...(serverName !== undefined && { serverName }),
    },
  }));
}

/** Fixes for a connection to a cluster, which differ from those for a cloud API. */
function cureFor(code: ErrorCode, subject: ExaminedCall): string | undefined {
  if (code === "tls") return `the cluster's CA may have been rotated: ${rewriteEntry(subject)}`;
  if (code === "network") return `if the cluster's address has changed: ${rewriteEntry(subject)}`;
  if (code !== "timeout") return undefined;
  return `is this the address inside the VPC? Try: ${rewriteEntry(subject)}`;
}

function judge({ status, body }: HttpResponse, server: string, inUse: CertificateInUse, facts: Facts): Finding[] {
  const { from } = inUse;
  if (status === 401) return [refused(server, inUse, facts)];
  const read = readJson(identitySchema, body);
  if (read.ok) return [ok(`${server} knows ${from} as ${read.value.status.userInfo.username}`)];
  // An old cluster has no reviews, and a strict one forbids them: both have accepted the certificate.
  if (status === 403 || status === 404) return [ok(`${server} accepts ${from}`)];
  const cause = status === 429 || status === 503 ? ": it is overloaded, or starting" : "";
  return [
    failure(
      `${server} answers HTTP ${status}${cause}`,
      "try again; if it persists, look at the cluster in the ACK console",
    ),
  ];
}

function refused(server: string, { from, cachedAt }: CertificateInUse, { subject, world }: Facts): Finding {
  if (cachedAt === undefined) {
    const what = `${server} refuses ${from}: this is another cluster's API server, or its CA was rotated`;
    return failure(what, rewriteEntry(subject));
  }
  const minutes = Math.max(0, Math.floor((world.now() - cachedAt) / 60_000));
  return failure(
    `${server} refuses ${from}, ${minutes < 1 ? "just issued" : `${minutes} min old`}: it has been revoked, or is another cluster's`,
    clearCache(subject, "--cluster-id", subject.clusterId ?? ""),
  );
}

const ABOUT_SELF: ReadonlySet<string> = new Set([WHO_AM_I.group, WHAT_MAY_I.group]);

/** Everybody may ask about themselves; an identity that may do nothing else has no role. */
function judgeRules({ status, body }: HttpResponse): Finding[] {
  const read = readJson(rulesSchema, body);
  if (status !== 201 || !read.ok || read.value.status.incomplete) return [];
  if (read.value.status.resourceRules.some(({ apiGroups }) => !apiGroups.every((group) => ABOUT_SELF.has(group))))
    return [];
  return [
    failure(
      "this user has no permissions in the cluster: no RBAC role is bound to it",
      "grant one in the ACK console, under Authorizations, or with: kubectl create clusterrolebinding",
    ),
  ];
}
