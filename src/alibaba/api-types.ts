import type { Send } from "../http/http-client.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import type { Caller } from "./describe-caller.ts";

/** An API's action. */
export interface Api {
  /** How people call the API, e.g. `the ACK API`. */
  readonly name: string;
  /** The RAM action that a policy must allow for the call; undefined if RAM policies do not govern it. */
  readonly ramAction: string | undefined;
}

/** What every API client needs. */
export interface ApiPorts extends Pick<LoggedWorld, "now" | "nonce" | "log"> {
  readonly send: Send;
  readonly caller: Caller;
}
