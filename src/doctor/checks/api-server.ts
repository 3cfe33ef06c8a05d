import * as v from "valibot";
import { describeNetworkError } from "../../alibaba/http/network-error.ts";
import { readBody } from "../../alibaba/http/read-body.ts";
import { readJson } from "../../schema/read-json.ts";
import { type ApiServer, findApiServer } from "../api-server.ts";
import { type CertificateInUse, certificateInUse } from "../certificate-in-use.ts";
import { type Check, failure, type Finding, ok, skipped, warning } from "../check.ts";
import type { Facts } from "../facts.ts";

/** Longest time for the request, ms. */
const TIMEOUT_MS = 10_000;

const reviewSchema = v.object({ status: v.object({ userInfo: v.object({ username: v.string() }) }) });

/** A question about myself, which changes nothing in the cluster. */
const REVIEW_PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
const REVIEW = JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" });

/** Whether the API server takes the certificate: what kubectl does in the end. */
export const apiServerCheck: Check = {
  name: "api-server",
  run: async (facts) => {
    const inUse = await certificateInUse(facts);
    const apiServer = await findApiServer(facts);
    if (inUse === undefined || apiServer === undefined) return [skipped("not asked: there is no certificate to show")];
    return [await ask(apiServer, inUse, facts)];
  },
};

async function ask(
  apiServer: ApiServer,
  { certificate, from }: CertificateInUse,
  { world, deadline }: Facts,
): Promise<Finding> {
  const { server, authority, serverName } = apiServer;
  const { host } = new URL(server);
  const started = world.now();
  const signal = AbortSignal.any([deadline.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const tls = {
    cert: certificate.certificate,
    key: certificate.privateKey,
    rejectUnauthorized: true,
    ...(authority !== undefined && { ca: authority }),
    ...(serverName !== undefined && { serverName }),
  };
  try {
    const response = await world.fetch(`${server}${REVIEW_PATH}`, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: REVIEW,
      redirect: "error",
      signal,
      tls,
    });
    const body = await readBody(response, host);
    return judge(response.status, body, `${host} (${world.now() - started} ms)`, from);
  } catch (error) {
    if (signal.aborted) {
      return failure(
        `${server} (from ${apiServer.from}) does not answer`,
        "is this the address inside the VPC? Try get-kubeconfig with or without --private-address",
      );
    }
    const { message, hint } = describeNetworkError(error, host, world.env);
    return failure(message, hint);
  }
}

function judge(status: number, body: string, server: string, from: string): Finding {
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
