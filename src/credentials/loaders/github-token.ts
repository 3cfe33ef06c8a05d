import * as v from "valibot";
import { isSuccess, readResponse } from "../../alibaba/read-response.ts";
import { ToolError } from "../../errors/tool-error.ts";
import type { LoadContext } from "../load-context.ts";
import type { GithubTokenRequest } from "../source.ts";

const SERVICE = "GitHub's OIDC token service";

const answerSchema = v.object({ value: v.pipe(v.string(), v.minLength(1)) });

/**
 * GitHub's OIDC token for this job. It expires after some minutes, so it is requested on demand.
 * @throws ToolError `credentials_failed`, `network`, `timeout`, `api_answer_invalid`; none quotes a token
 * @see https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
 */
export async function requestGithubToken(
  { url, requestToken, audience }: GithubTokenRequest,
  ports: LoadContext,
): Promise<string> {
  const address = new URL(url);
  address.searchParams.set("audience", audience);
  const answer = await ports.send(() => ({
    method: "GET",
    url: address.href,
    headers: { accept: "application/json", authorization: `bearer ${requestToken}` },
    action: "OIDC token",
  }));
  if (isSuccess(answer)) return readResponse(SERVICE, answerSchema, answer).value;
  throw new ToolError({
    code: "credentials_failed",
    message: `${SERVICE} answered with HTTP ${answer.status}`,
    hint: "give the job the permission `id-token: write`, and run this within the job",
  });
}
