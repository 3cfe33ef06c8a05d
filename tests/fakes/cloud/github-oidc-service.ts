import { jsonReply } from "../server/reply.ts";
import type { Service } from "../server/service.ts";
import type { CloudState } from "./cloud-state.ts";

/** A job that may ask GitHub for its OIDC token: what the runner puts into its environment. */
export interface GithubJob {
  /** Below the service's address. */
  readonly path: string;
  readonly requestToken: string;
}

/**
 * GitHub's OIDC token service, as a job meets it.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function createGithubOidcService(
  state: CloudState,
  token: string,
): { readonly service: Service; readonly job: GithubJob } {
  const job = { path: "/runs/1/idtoken?api-version=2.0", requestToken: state.newSecret("fake-github-request-") };
  const service: Service = {
    name: "github-oidc",
    actionOf: () => "IdToken",
    answer: ({ method, path, query, headers }) => {
      if (method !== "GET" || path !== "/runs/1/idtoken") return jsonReply(404, { message: "Not Found" });
      if (headers["authorization"] !== `bearer ${job.requestToken}`) return jsonReply(401, { message: "Unauthorized" });
      // Only the audience that the provider in RAM is configured for is of use.
      const value = query.get("audience") === "sts.aliyuncs.com" ? token : state.newSecret("fake-other-audience-");
      return jsonReply(200, { count: value.length, value });
    },
  };
  return { service, job };
}
