import type { ApiPorts } from "./api-types.ts";
import { ToolError } from "../errors/tool-error.ts";
import { isSuccess, readResponse } from "./read-response.ts";
import type { AccessKeyCredentials } from "./cloud-credentials.ts";
import { looseCredentialsSchema, orRefusal, temporaryCredentials } from "./parse-temporary-credentials.ts";

const SERVICE = "the credentials URI";

const answerSchema = orRefusal(looseCredentialsSchema);

/**
 * Credentials from a local service by HTTP GET. Plain `http` bypasses proxies, because the answer contains keys.
 * @throws ToolError `credentials_failed`, `network`, `timeout`, `api_answer_invalid`; no message quotes the URI's query or the body
 */
export async function readCredentialsUri(uri: string, ports: ApiPorts): Promise<AccessKeyCredentials> {
  const answer = await ports.send(() => ({
    method: "GET",
    url: uri,
    headers: { accept: "application/json" },
    address: `the credentials URI: ${ports.caller.origin}`,
    ...(uri.startsWith("http:") && { proxy: false }),
  }));
  if (!isSuccess(answer)) throw failed(ports, `answered with HTTP ${answer.status}`);
  const fields = readResponse(SERVICE, answerSchema, answer);
  if ("Code" in fields) throw failed(ports, "answered with a Code that is not Success");
  return temporaryCredentials(SERVICE, fields, ports.now());
}

function failed({ caller }: ApiPorts, what: string): ToolError {
  return new ToolError({
    code: "credentials_failed",
    message: `${SERVICE} (${caller.origin}) ${what}`,
    hint: "check the URI, and that the service behind it works",
  });
}
