import { clockSkew } from "../alibaba/clock-skew.ts";
import type { Deadline } from "../command-deadline.ts";
import { createSend } from "../http/http-client.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { LoggedWorld } from "../log/logged-world.ts";

/** Time limit for one endpoint, ms. */
const PROBE_TIMEOUT_MS = 10_000;

/** An endpoint's answer to a request without credentials. */
export interface EndpointProbe {
  readonly host: string;
  /** Whole request, ms: DNS, connection, TLS and answer. */
  readonly tookMs: number;
  /** This machine's clock minus the server's, ms; undefined without an answer. */
  readonly skewMs: number | undefined;
  /** Why there was no answer. */
  readonly error: ToolError | undefined;
}

/** Sends one unsigned request to an API. Any HTTP answer will do. */
export async function probeEndpoint(endpoint: string, deadline: Deadline, world: LoggedWorld): Promise<EndpointProbe> {
  const { host } = new URL(endpoint);
  const started = world.now();
  const send = createSend({ ...world, deadline });
  try {
    const answer = await send(() => ({
      method: "GET",
      url: `${endpoint}/`,
      headers: {},
      timeoutMs: PROBE_TIMEOUT_MS,
      maxTries: 1,
    }));
    const skewMs = clockSkew(answer, world.now());
    return { host, tookMs: world.now() - started, skewMs, error: undefined };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { host, tookMs: world.now() - started, skewMs: undefined, error };
  }
}
