import type { Log } from "../log/log.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { World } from "../world/world.ts";
import type { Deadline } from "../deadline.ts";
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
  /** What is asked for, in the API's words; for the log. */
  readonly action?: string;
  /** A client certificate to show, and whom to trust instead of the usual CAs; PEM. */
  readonly tls?: {
    readonly cert: string;
    readonly key: string;
    readonly ca?: string;
    /** The name in the server's certificate, where that is not the URL's. */
    readonly serverName?: string;
    /** Takes any server for the right one, as a kubeconfig's `insecure-skip-tls-verify` wants it. */
    readonly isUnverified?: boolean;
  };
  /** The proxy's URL, whatever the environment says; false: never through one. */
  readonly proxy?: string | false;
  /** Longest time for one try, ms, after which there is no other one; without it see {@link tryLimit}. */
  readonly timeoutMs?: number;
  /** The request uses something up: it is sent again only after an answer that says that it was not served. */
  readonly isOnce?: true;
  /** Tries in all, the first one included; 3 without it. */
  readonly maxTries?: number;
}

/** A complete answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Host that answered, for messages. */
  readonly host: string;
}

/**
 * Sends a request until it is answered with something that another try would not better.
 * @param build makes the request; called for each try, so that each has a signature of its own
 * @param isThrottling whether an answer says "too many calls", besides 429: such a call waits for its turn until the deadline
 * @throws ToolError `network`, `tls`, `timeout` or `api_answer_invalid`
 */
export type Send = (build: () => HttpRequest, isThrottling?: (answer: HttpAnswer) => boolean) => Promise<HttpAnswer>;

/** What sending needs from the world. */
export type SendPorts = Pick<World, "fetch" | "now" | "elapsed" | "timeoutSignal" | "sleep" | "random" | "platform"> &
  CaFilePorts & {
    readonly deadline: Deadline;
    readonly log: Log;
  };

/** Tries in all, the first one included, those that were throttled not counted. */
const MAX_TRIES = 3;

/** Every call to the cloud goes through here: deadline, TLS, redirects, size and retries are the same for all. */
export function createSend(ports: SendPorts): Send {
  const noticeWait = createWaitingNotice(ports, ports.log);
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

/** How long a try may take, ms. A connection that hangs gets half of the time that is left, so that a new one can help; the last try gets all. */
function tryLimit({ timeoutMs, isOnce }: HttpRequest, mayTryAgain: boolean, deadline: Deadline): number | undefined {
  return timeoutMs ?? (mayTryAgain && isOnce === undefined ? deadline.remaining() / 2 : undefined);
}

function isRetryable(outcome: HttpAnswer | ToolError, request: HttpRequest): boolean {
  if (outcome instanceof ToolError) {
    if (request.isOnce === true) return false;
    if (outcome.code === "timeout") return request.timeoutMs === undefined;
    return outcome.code === "network" && !PERMANENT.has(String(outcome.details["network"]));
  }
  return outcome.status >= 500;
}

/** Network errors that the next try meets again: the endpoint or a proxy is wrong. */
const PERMANENT = new Set(["UnexpectedRedirect", "ERR_PROXY_TUNNEL", "UnsupportedProxyProtocol"]);

async function tryOnce(
  request: HttpRequest,
  limitMs: number | undefined,
  ports: SendPorts,
): Promise<HttpAnswer | ToolError> {
  const { host } = new URL(request.url);
  const started = ports.elapsed();
  const { deadline } = ports;
  // Nothing was sent: whatever took the time, this host is not to blame.
  if (deadline.remaining() === 0) return deadline.spent(`asking ${host}`);
  const signal =
    limitMs === undefined ? deadline.signal : AbortSignal.any([deadline.signal, ports.timeoutSignal(limitMs)]);
  try {
    const response = await ports.fetch(request.url, {
      method: request.method,
      // Compressed, an answer that is damaged makes the runtime print its own words on stderr.
      headers: { ...request.headers, "user-agent": userAgent(ports.platform), "accept-encoding": "identity" },
      decompress: false,
      ...(request.body !== undefined && { body: request.body }),
      ...(request.proxy !== undefined && { proxy: request.proxy }),
      // A redirect would carry x-acs-security-token to another host.
      redirect: "error",
      // Wins over NODE_TLS_REJECT_UNAUTHORIZED=0, which switches verification off otherwise; without need no options, for
      // which no connection could be opened ahead.
      ...((request.tls !== undefined || !isVerificationSafe(ports.env)) && {
        tls: { ...request.tls, rejectUnauthorized: request.tls?.isUnverified !== true },
      }),
      // Wins over BUN_CONFIG_VERBOSE_FETCH, which prints the signature and the security token.
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
    return describeNetworkError(error, host, ports.env, ports.now());
  }
}
