import type { World } from "../world/world.ts";
import type { Log } from "./log.ts";

/** The outside world and the log, as use cases need them. */
export type LoggedWorld = World & { readonly log: Log };
