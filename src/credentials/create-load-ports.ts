import { startDeadline } from "../alibaba/http/deadline.ts";
import { createSend } from "../alibaba/http/send.ts";
import { userAgent } from "../alibaba/user-agent.ts";
import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";
import type { LoadPorts } from "./load-ports.ts";

/**
 * Everything that a command needs to talk to the cloud, under one deadline that starts now.
 * @param timeoutMs for all calls together
 */
export function createLoadPorts(
  world: World & { readonly log: Log },
  timeoutMs: number,
  onFileRewritten: LoadPorts["onFileRewritten"] = () => Promise.resolve(),
): LoadPorts {
  const deadline = startDeadline(timeoutMs, world.now);
  const send = createSend({ ...world, deadline, userAgent: userAgent(world.platform) });
  return { ...world, deadline, send, onFileRewritten };
}
