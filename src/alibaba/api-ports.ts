import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";
import type { Caller } from "./caller.ts";
import type { Send } from "../http/send.ts";

/** What every API client here works with. */
export type ApiPorts = Pick<World, "now" | "nonce"> & {
  readonly send: Send;
  readonly log: Log;
  readonly caller: Caller;
};
