import type { ApiPorts, Caller } from "../alibaba/api-types.ts";
import type { CloudCredentials } from "../alibaba/cloud-credentials.ts";
import { createSend } from "../http/http-client.ts";
import type { Deadline } from "../command-deadline.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import { homeDirectory } from "../environment/home-directory.ts";
import type { World } from "../world/world.ts";
import type { LoadContext } from "./load-context.ts";
import type { FoundSource } from "./provider.ts";
import { describeSource, loadCredentials } from "./source-kinds.ts";

/** Credentials, and the means to call APIs with them, under one deadline. */
export interface Session {
  readonly credentials: CloudCredentials;
  readonly ports: ApiPorts;
}

/**
 * Gets the credentials of a source, for commands that cache nothing.
 * @param deadline also limits the calls made with the session
 * @throws ToolError
 */
export async function openSession(
  found: FoundSource,
  deadline: Deadline,
  world: LoggedWorld & Pick<LoadContext, "mayRenewSignIn">,
): Promise<Session> {
  world.log.debug(() => `credentials: ${describeSource(found.source)} from ${found.origin.description}`);
  const ports = createLoadContext(found, world, deadline);
  return { credentials: await loadCredentials(found.source, ports), ports };
}

/** The dependencies for loading credentials and calling APIs. Logs the warnings of the credential search. */
export function createLoadContext(
  found: FoundSource,
  world: LoggedWorld & Pick<LoadContext, "mayRenewSignIn">,
  deadline: Deadline,
  onSignIn: LoadContext["onSignIn"] = () => Promise.resolve(),
): LoadContext {
  for (const warning of found.warnings ?? []) world.log.warn(warning);
  const send = createSend({ ...world, deadline });
  return { ...world, deadline, send, caller: callerOf(found, world), origin: found.origin, onSignIn };
}

/** The credentials in use, for messages: paths in the home directory start with `~`. */
function callerOf({ source, origin }: FoundSource, world: Pick<World, "env" | "platform">): Caller {
  const home = homeDirectory(world);
  const short = (text: string): string => (home === undefined ? text : text.replaceAll(`${home}/`, "~/"));
  return { identity: short(describeSource(source)), origin: short(origin.description) };
}
