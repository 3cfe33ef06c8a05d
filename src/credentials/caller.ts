import type { Caller } from "../alibaba/caller.ts";
import { homeDirectory } from "../paths.ts";
import type { World } from "../world/world.ts";
import type { FoundSource } from "./place.ts";
import { describeSource } from "./source-table.ts";

/** The credentials that were found, as messages name them: paths below the home directory begin with `~`. */
export function callerOf({ source, origin }: FoundSource, world: Pick<World, "env" | "platform">): Caller {
  const home = homeDirectory(world);
  const short = (text: string): string => (home === undefined ? text : text.replaceAll(`${home}/`, "~/"));
  return { identity: short(describeSource(source)), origin: short(origin.description) };
}
