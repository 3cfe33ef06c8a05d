import type { ApiPorts } from "../alibaba/api-ports.ts";
import type { CloudCredentials } from "../alibaba/cloud-credentials.ts";
import type { Deadline } from "../deadline.ts";
import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";
import { createLoadPorts } from "./create-load-ports.ts";
import type { LoadPorts } from "./load-ports.ts";
import type { FoundSource } from "./place.ts";
import { loadCredentials } from "./source-table.ts";

/** Credentials, and what to call the APIs with, all under one deadline. */
export interface Session {
  readonly credentials: CloudCredentials;
  readonly ports: ApiPorts;
}

/**
 * Gets the credentials of a source, for commands that keep nothing.
 * @param deadline for everything together, the calls that follow included
 * @throws ToolError
 */
export async function openSession(
  found: FoundSource,
  deadline: Deadline,
  world: World & { readonly log: Log } & Pick<LoadPorts, "mayRenewSignIn">,
): Promise<Session> {
  const ports = createLoadPorts(found, world, deadline);
  return { credentials: await loadCredentials(found.source, ports), ports };
}
