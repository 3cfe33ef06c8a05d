import { ToolError } from "../errors/tool-error.ts";
import type { World } from "../world/world.ts";
import type { Deadline } from "../command-deadline.ts";
import { describeNetworkError, noAnswer } from "./network-error.ts";
import { type CaFilePorts, dropUnusableCaFiles } from "./ca-files.ts";
import { readBody } from "./read-body.ts";
import { askedWait, retryDelay } from "./retry.ts";
import { isVerificationSafe } from "./tls-verification.ts";
import { userAgent } from "./user-agent.ts";
import { createWaitingNotice } from "./waiting-notice.ts";

/** One HTTP request. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The API's name of the action; for the log. */
  readonly action?: string;
  /** The service, and what sets its address, for errors: `STS: --sts-endpoint`. */
  readonly address?: string;
  /** A client certificate to present, and the CAs to trust instead of the usual ones; PEM. */
  readonly tls?: {
    readonly cert: string;
    readonly key: string;
    readonly ca?: string;
    /** The name in the server's certificate, if it is not the URL's host. */
    readonly serverName?: string;
    /** Skips verification, for a kubeconfig's `insecure-skip-tls-verify`. */
    readonly isUnverified?: boolean;
  };
  /** The proxy's URL, overriding the environment; false: no proxy. */
  readonly proxy?: string | false;
  /** Time limit for a single try without retries, ms; by default see {@link tryLimit}. */
  readonly timeoutMs?: number;
  /** The request uses up a token or code: it is retried only if the answer shows that it was not processed. */
  readonly isOnce?: true;
  /** Maximum number of tries, the first one included; 3 by default. */
  readonly maxTries?: number;
}

/** A complete answer, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Host that answered, for messages. */
  readonly host: string;
}

/**
 * Sends a request, and retries it until a further retry would not improve the answer.
 * @param build makes the request; called for each try, so that each has its own signature
 * @param isThrottling whether an answer means "too many calls", besides 429: such a call is retried until the deadline
 * @throws ToolError `network`, `tls`, `timeout` or `api_answer_invalid`
 */
export type Send = (
  build: () => HttpRequest,
  isThrottling?: (answer: HttpResponse) => boolean,
) => Promise<HttpResponse>;

/** What sending needs from the world. */
export type SendPorts = CaFilePorts &
  Pick<World, "fetch" | "now" | "elapsed" | "timeoutSignal" | "sleep" | "random" | "platform"> & {
    readonly deadline: Deadline;
  };

/** Maximum number of tries, the first one included, throttled ones not counted. */
const MAX_TRIES = 3;

/** Every call goes through here: deadline, TLS, redirects, size limit and retries are the same for all. */
export function createSend(ports: SendPorts): Send {
  const noticeWait = createWaitingNotice(ports);
  return async (build, isThrottling = () => false) => {
    await dropUnusableCaFiles(ports);
    const tries = { throttled: 0, failed: 0 };
    for (;;) {
      const request = build();
      const maxTries = request.maxTries ?? MAX_TRIES;
      const endWait = noticeWait(new URL(request.url).host);
      const outcome = await tryOnce(request, tryLimit(request, tries.failed + 1 < maxTries, ports.deadline), ports);
      const isAnswer = !(outcome instanceof ToolError);
      const isThrottled = isAnswer && (outcome.status === 429 || isThrottling(outcome));
      const kind = isThrottled ? "throttled" : "failed";
      tries[kind] += 1;
      const askedFor = isAnswer ? askedWait(outcome.headers, ports.now()) : undefined;
      const delay =
        isThrottled || isRetryable(outcome, request)
          ? retryDelay(
              { tries: tries[kind], maxTries, isThrottled, askedFor },
              ports.random(),
              ports.deadline.remaining(),
            )
          : undefined;
      if (delay === undefined) {
        endWait();
        if (outcome instanceof ToolError) throw outcome;
        return outcome;
      }
      ports.log.debug(
        `try ${tries.failed + tries.throttled} failed (${outcome instanceof ToolError ? outcome.message : `HTTP ${outcome.status}`}), next one in ${Math.round(delay)} ms`,
      );
      await ports.sleep(delay, ports.deadline.signal);
      endWait();
    }
  };
}

/**
 * Time limit of a try, ms. A connection that hangs gets half of the remaining time, so that a new one can help; the
 * last try gets all of it.
 */
function tryLimit({ timeoutMs, isOnce }: HttpRequest, mayTryAgain: boolean, deadline: Deadline): number | undefined {
  return timeoutMs ?? (mayTryAgain && isOnce === undefined ? deadline.remaining() / 2 : undefined);
}

function isRetryable(outcome: HttpResponse | ToolError, request: HttpRequest): boolean {
  if (outcome instanceof ToolError) {
    if (request.isOnce === true) return false;
    if (outcome.code === "timeout") return request.timeoutMs === undefined;
    return outcome.code === "network" && !PERMANENT.has(String(outcome.details["network"]));
  }
  return outcome.status >= 500;
}

/** Network errors that a retry cannot fix: the endpoint or a proxy is wrong. */
const PERMANENT = new Set(["UnexpectedRedirect", "ERR_PROXY_TUNNEL", "UnsupportedProxyProtocol"]);

async function tryOnce(
  request: HttpRequest,
  limitMs: number | undefined,
  ports: SendPorts,
): Promise<HttpResponse | ToolError> {
  const { host } = new URL(request.url);
  const started = ports.elapsed();
  const { deadline } = ports;
  // Nothing was sent: whatever took the time, it was not this host.
  if (deadline.remaining() === 0) return deadline.spent(`asking ${host}`);
  const signal =
    limitMs === undefined ? deadline.signal : AbortSignal.any([deadline.signal, ports.timeoutSignal(limitMs)]);
  try {
    const response = await ports.fetch(request.url, {
      method: request.method,
      // If a compressed answer is damaged, the runtime prints its own message on stderr.
      headers: { ...request.headers, "user-agent": userAgent(ports.platform), "accept-encoding": "identity" },
      decompress: false,
      ...(request.body !== undefined && { body: request.body }),
      ...(request.proxy !== undefined && { proxy: request.proxy }),
      // A redirect would send x-acs-security-token to another host.
      redirect: "error",
      // Overrides NODE_TLS_REJECT_UNAUTHORIZED=0, which would disable verification. Without that variable there are no
      // options, because a request with options cannot use a preconnected connection.
      ...((request.tls !== undefined || !isVerificationSafe(ports.env)) && {
        tls: { ...request.tls, rejectUnauthorized: request.tls?.isUnverified !== true },
      }),
      // Overrides BUN_CONFIG_VERBOSE_FETCH, which prints the signature and the security token.
      verbose: false,
      signal,
    });
    const body = await readBody(response, host);
    const requestId = response.headers.get("x-acs-request-id");
    ports.log.debug(
      () =>
        `${request.action ?? request.method} at ${host}: HTTP ${response.status} after ${Math.round(ports.elapsed() - started)} ms${requestId === null ? "" : `, request id ${requestId}`}`,
    );
    return { status: response.status, headers: response.headers, body, host };
  } catch (error) {
    if (error instanceof ToolError) return error;
    if (signal.aborted) {
      const isOver = deadline.remaining() === 0 || request.timeoutMs === undefined;
      return noAnswer(host, isOver ? `in time (${deadline.limit})` : `within ${(limitMs ?? 0) / 1000} s`, ports.env);
    }
    return describeNetworkError(error, host, ports.env, ports.now(), request.address);
  }
}
