import type { ApiPorts } from "../alibaba/api-ports.ts";
import type { CloudCredentials } from "../alibaba/cloud-credentials.ts";
import { startDeadline } from "../alibaba/http/deadline.ts";
import { createSend } from "../alibaba/http/send.ts";
import { userAgent } from "../alibaba/user-agent.ts";
import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";
import type { Source } from "./source.ts";
import { loadCredentials } from "./source-table.ts";

/** Credentials, and what to call the APIs with, all under one deadline. */
export interface Session {
  readonly credentials: CloudCredentials;
  readonly ports: ApiPorts;
}

/**
 * Gets the credentials of a source, for commands that keep nothing.
 * @param timeoutMs for everything together, the calls that follow included
 * @throws ToolError
 */
export async function openSession(
  source: Source,
  timeoutMs: number,
  world: World & { readonly log: Log },
): Promise<Session> {
  const deadline = startDeadline(timeoutMs, world.now);
  const send = createSend({ ...world, deadline, userAgent: userAgent(world.platform) });
  const ports = { ...world, deadline, send };
  const credentials = await loadCredentials(source, { ...ports, onFileRewritten: () => Promise.resolve() });
  return { credentials, ports };
}
