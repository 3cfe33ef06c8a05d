import { createSend } from "../alibaba/http/send.ts";
import { userAgent } from "../alibaba/user-agent.ts";
import type { Deadline } from "../deadline.ts";
import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";
import { callerOf } from "./caller.ts";
import type { LoadPorts } from "./load-ports.ts";
import type { FoundSource } from "./place.ts";

/** Everything that a command needs to talk to the cloud. */
export function createLoadPorts(
  found: FoundSource,
  world: World & { readonly log: Log } & Pick<LoadPorts, "mayRenewSignIn">,
  deadline: Deadline,
  onFileRewritten: LoadPorts["onFileRewritten"] = () => Promise.resolve(),
): LoadPorts {
  for (const warning of found.warnings ?? []) world.log.warn(warning);
  const send = createSend({ ...world, deadline, userAgent: userAgent(world.platform) });
  const caller = callerOf(found, world);
  return { ...world, deadline, send, caller, origin: found.origin, onFileRewritten };
}
