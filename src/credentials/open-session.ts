import type { ApiPorts } from "../alibaba/call-api.ts";
import type { Caller } from "../alibaba/caller.ts";
import type { CloudCredentials } from "../alibaba/cloud-credentials.ts";
import { createSend } from "../http/send.ts";
import type { Deadline } from "../deadline.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import { homeDirectory } from "../paths.ts";
import type { World } from "../world/world.ts";
import type { LoadPorts } from "./load-ports.ts";
import type { FoundSource } from "./provider.ts";
import { describeSource, loadCredentials } from "./source-table.ts";

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
  world: LoggedWorld & Pick<LoadPorts, "mayRenewSignIn">,
): Promise<Session> {
  const ports = createLoadPorts(found, world, deadline);
  return { credentials: await loadCredentials(found.source, ports), ports };
}

/** Everything that a command needs to talk to the cloud. */
export function createLoadPorts(
  found: FoundSource,
  world: LoggedWorld & Pick<LoadPorts, "mayRenewSignIn">,
  deadline: Deadline,
  onFileRewritten: LoadPorts["onFileRewritten"] = () => Promise.resolve(),
): LoadPorts {
  for (const warning of found.warnings ?? []) world.log.warn(warning);
  const send = createSend({ ...world, deadline });
  return { ...world, deadline, send, caller: callerOf(found, world), origin: found.origin, onFileRewritten };
}

/** The credentials that were found, as messages name them: paths below the home directory begin with `~`. */
function callerOf({ source, origin }: FoundSource, world: Pick<World, "env" | "platform">): Caller {
  const home = homeDirectory(world);
  const short = (text: string): string => (home === undefined ? text : text.replaceAll(`${home}/`, "~/"));
  return { identity: short(describeSource(source)), origin: short(origin.description) };
}
