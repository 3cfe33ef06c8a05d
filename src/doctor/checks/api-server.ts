import * as v from "valibot";
import { createSend, type HttpAnswer } from "../../alibaba/http/send.ts";
import { userAgent } from "../../alibaba/user-agent.ts";
import type { ErrorCode } from "../../errors/codes.ts";
import { ToolError } from "../../errors/tool-error.ts";
import { readJson } from "../../schema/read-json.ts";
import { type ApiServer, findApiServer } from "../find-api-server.ts";
import { type CertificateInUse, certificateInUse } from "../certificate-in-use.ts";
import { type Check, failure, type Finding, ok, skipped, warning } from "../check.ts";
import type { Facts } from "../facts.ts";

/** Longest time for the request, ms. */
const TIMEOUT_MS = 10_000;

const reviewSchema = v.object({ status: v.object({ userInfo: v.object({ username: v.string() }) }) });

/** A question about myself, which changes nothing in the cluster. */
const REVIEW_PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
const REVIEW = JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" });

/** Gives the kubeconfig the cluster's own address and CA. */
const REWRITE = "ack-ram-tool get-kubeconfig --cluster-id ID --write";

/** Whether the API server takes the certificate: what kubectl does in the end. */
export const apiServerCheck: Check = {
  name: "api-server",
  run: async (facts) => {
    const inUse = await certificateInUse(facts);
    const apiServer = await findApiServer(facts);
    if (apiServer?.authorityProblem !== undefined) return [failure(apiServer.authorityProblem, REWRITE)];
    if (apiServer?.isUnverified === true) {
      const { from } = apiServer;
      return [warning(`not asked: insecure-skip-tls-verify in ${from} lets kubectl trust any server`, REWRITE)];
    }
    if (inUse === undefined || apiServer === undefined) return [skipped("not asked: there is no certificate to show")];
    return [await ask(apiServer, inUse, facts)];
  },
};

async function ask(apiServer: ApiServer, inUse: CertificateInUse, { world, deadline }: Facts): Promise<Finding> {
  const { server, authority, serverName, from } = apiServer;
  const { certificate, privateKey } = inUse.certificate;
  const send = createSend({ ...world, deadline, userAgent: userAgent(world.platform) });
  const started = world.now();
  try {
    const answer = await send(() => ({
      method: "POST",
      url: `${server}${REVIEW_PATH}`,
      headers: { accept: "application/json", "content-type": "application/json" },
      body: REVIEW,
      timeoutMs: TIMEOUT_MS,
      maxTries: 1,
      tls: {
        cert: certificate,
        key: privateKey,
        ...(authority !== undefined && { ca: authority }),
        ...(serverName !== undefined && { serverName }),
      },
    }));
    return judge(answer, `${answer.host} (${world.now() - started} ms)`, inUse.from);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return failure(`${error.message}; the address is from ${from}`, FIXES[error.code] ?? error.hint);
  }
}

/** What mends a connection to a cluster, unlike one to an API of the cloud. */
const FIXES: Partial<Record<ErrorCode, string>> = {
  tls: `the cluster's CA may have been rotated: ${REWRITE}`,
  timeout: "is this the address inside the VPC? Try get-kubeconfig with or without --private-address",
};

function judge({ status, body }: HttpAnswer, server: string, from: string): Finding {
  if (status === 401) {
    return failure(
      `${server} refuses ${from}: it is revoked, or another cluster's`,
      "the next get-credential --force-refresh gets a new one; check the cluster id in the kubeconfig too",
    );
  }
  const review = readJson(reviewSchema, body);
  if (review.ok) return ok(`${server} knows ${from} as ${review.value.status.userInfo.username}`);
  // An old cluster has no reviews, a strict one does not allow them: both have taken the certificate.
  if (status === 403 || status === 404) return ok(`${server} takes ${from}`);
  return warning(`${server} answers HTTP ${status}`, "try again; if it stays, look at the cluster in the ACK console");
}
