import type { ApiPorts } from "./api-types.ts";
import { ToolError } from "../errors/tool-error.ts";
import { isSuccess, readResponse } from "./read-response.ts";
import type { AccessKeyCredentials } from "./cloud-credentials.ts";
import type { HttpResponse, HttpRequest } from "../http/http-client.ts";
import { orRefusal, temporaryCredentials, temporaryCredentialsSchema } from "./parse-temporary-credentials.ts";

const SERVICE = "the ECS metadata service";
const TOKEN_LIFE_SECONDS = 60;

/** The service is on the same host: outside ECS nothing answers, and the user should learn that within seconds. */
const TRY_TIMEOUT_MS = 2000;
const MAX_TRIES = 2;

/** The settings of the metadata service of an ECS instance. */
export interface EcsMetadata {
  /** Base URL. */
  readonly endpoint: string;
  /** Empty: ask the service for the instance's only role. */
  readonly roleName: string;
  /** False: no session token (IMDSv1). */
  readonly useV2: boolean;
  /** False: fail without a session token. */
  readonly allowV1: boolean;
}

const answerSchema = orRefusal(temporaryCredentialsSchema);

/**
 * Credentials of the RAM role of this ECS instance. Version 2 of the protocol (with a session token) is tried first. If
 * that fails in any way, version 1 is tried, unless it is disabled: as the official SDKs do since August 2026.
 * @throws ToolError `credentials_failed`, `network`, `timeout`, `api_answer_invalid`
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata
 */
export async function fetchEcsRoleCredentials(metadata: EcsMetadata, ports: ApiPorts): Promise<AccessKeyCredentials> {
  if (!metadata.useV2) return await readWith(undefined, metadata, ports, MAX_TRIES);
  // If there is a fallback, each version is tried once: outside ECS neither is answered.
  const maxTries = metadata.allowV1 ? 1 : MAX_TRIES;
  try {
    return await readWith(await requestToken(metadata, ports, maxTries), metadata, ports, maxTries);
  } catch (error) {
    if (!metadata.allowV1 || !(error instanceof ToolError) || error.code !== "credentials_failed") throw error;
    ports.log.debug(() => `${SERVICE} is asked again without a session token: ${error.message}`);
    return await readWith(undefined, metadata, ports, maxTries);
  }
}

async function readWith(
  token: string | undefined,
  metadata: EcsMetadata,
  ports: ApiPorts,
  maxTries: number,
): Promise<AccessKeyCredentials> {
  const get = async (url: string): Promise<HttpResponse> =>
    await ask({ method: "GET", url, headers: tokenHeader(token), maxTries }, ports);
  const root = `${metadata.endpoint}/latest/meta-data/ram/security-credentials/`;
  const role = metadata.roleName || readRole(await get(root));
  const answer = await get(root + encodeURIComponent(role));
  if (!isSuccess(answer))
    throw failed(
      `has no credentials for the role ${JSON.stringify(role)} (HTTP ${answer.status})`,
      apiErrorHint(answer.status, "check the role's name and that it is attached to this instance"),
    );
  const fields = readResponse(SERVICE, answerSchema, answer);
  if ("Code" in fields)
    throw failed(`answered ${fields.Code} for the role ${JSON.stringify(role)}`, "check the role in the RAM console");
  return temporaryCredentials(SERVICE, fields, ports.now());
}

async function requestToken({ endpoint }: EcsMetadata, ports: ApiPorts, maxTries: number): Promise<string> {
  const headers = { "X-aliyun-ecs-metadata-token-ttl-seconds": String(TOKEN_LIFE_SECONDS) };
  const answer = await ask({ method: "PUT", url: `${endpoint}/latest/api/token`, headers, maxTries }, ports);
  const token = answer.body.trim();
  if (isSuccess(answer) && /^[!-~]+$/.test(token)) return token;
  throw failed(
    `gave no session token (HTTP ${answer.status})`,
    apiErrorHint(answer.status, "check whether this instance allows its metadata to be read"),
  );
}

function readRole(answer: HttpResponse): string {
  const role = answer.body.trim().split("\n", 1)[0]?.trim() ?? "";
  if (isSuccess(answer) && /^[\w.-]{1,64}$/.test(role)) return role;
  throw failed(
    `has no RAM role for this instance${isSuccess(answer) ? "" : ` (HTTP ${answer.status})`}`,
    apiErrorHint(answer.status, "attach a RAM role to the instance, or name it in ALIBABA_CLOUD_ECS_METADATA"),
  );
}

async function ask(request: HttpRequest, ports: ApiPorts): Promise<HttpResponse> {
  try {
    // Nobody on the way may see instance credentials, least of all a proxy.
    return await ports.send(() => ({ ...request, proxy: false, timeoutMs: TRY_TIMEOUT_MS }));
  } catch (error) {
    throw error instanceof ToolError && (error.code === "network" || error.code === "timeout")
      ? failed(
          "does not answer",
          "this works only on an ECS instance, or in a pod on one; elsewhere, use other credentials",
          error,
        )
      : error;
  }
}

/**
 * The meaning of an error status.
 * @param otherwise its meaning if it is neither 403, as when metadata access is disabled (`HttpEndpoint`) or requires
 *   another protocol version (`HttpTokens`), nor 5xx
 * @see https://www.alibabacloud.com/help/en/ecs/user-guide/access-instance-metadata-using-hardened-only-mode
 */
function apiErrorHint(status: number, otherwise: string): string {
  if (status >= 500) return "this is a metadata server error: try again later";
  if (status !== 403) return otherwise;
  return "access to the metadata of this instance is disabled, or allowed only in the other mode (HttpEndpoint, HttpTokens): change that in the ECS console";
}

function tokenHeader(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { "X-aliyun-ecs-metadata-token": token };
}

function failed(what: string, hint: string, cause?: unknown): ToolError {
  return new ToolError({ code: "credentials_failed", message: `${SERVICE} ${what}`, hint, cause });
}
