import type { World } from "../world/world.ts";
import type { Log } from "./log.ts";

/** The outside world, and the log: what a use case works with. */
export type LoggedWorld = World & { readonly log: Log };
