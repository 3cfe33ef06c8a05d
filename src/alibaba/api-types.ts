import type { Send } from "../http/http-client.ts";
import type { LoggedWorld } from "../log/logged-world.ts";

/** An API's action. */
export interface Api {
  /** How people call the API, e.g. `the ACK API`. */
  readonly name: string;
  /** The RAM action that a policy must allow for the call; undefined if RAM policies do not govern it. */
  readonly ramAction: string | undefined;
}

/** The identity that calls an API, for messages: ids masked, nothing secret. */
export interface Caller {
  /** `access key LTAI…0000`, `role acs:ram::1:role/ci, assumed with …` */
  readonly identity: string;
  /** Where it was found: `environment variables`, `profile "dev" in ~/.aliyun/config.json`. */
  readonly origin: string;
}

/** What every API client needs. */
export interface ApiPorts extends Pick<LoggedWorld, "now" | "nonce" | "log"> {
  readonly send: Send;
  readonly caller: Caller;
}
