import type { ApiPorts } from "../alibaba/api-types.ts";
import type { Deadline } from "../command-deadline.ts";
import type { World } from "../world/world.ts";

/** Dependencies of a sign-in. */
export type SignInContext = ApiPorts &
  Pick<World, "env" | "platform" | "sleep" | "elapsed" | "randomBytes" | "serveLoopback" | "startDetached"> & {
    readonly deadline: Deadline;
    /** Prints a line for the user. */
    readonly say: (line: string) => void;
    /** Updates a status line. */
    readonly showWaiting: (line: string) => void;
    /** Clears the status line. */
    readonly endWaiting: () => void;
    /** Reads a line from the user; undefined if nobody can be asked. */
    readonly ask: ((question: string, signal?: AbortSignal) => Promise<string | undefined>) | undefined;
    /** Whether a browser may be opened. */
    readonly mayOpenBrowser: boolean;
  };
