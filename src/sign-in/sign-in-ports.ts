import type { ApiPorts } from "../alibaba/call-api.ts";
import type { Deadline } from "../deadline.ts";
import type { World } from "../world/world.ts";

/** What a sign-in works with. */
export type SignInPorts = ApiPorts &
  Pick<World, "env" | "platform" | "sleep" | "elapsed" | "randomBytes" | "serveLoopback" | "startDetached"> & {
    readonly deadline: Deadline;
    /** Shows a line to the person. */
    readonly say: (line: string) => void;
    /** What is waited for, over and over on one line. */
    readonly showWaiting: (line: string) => void;
    /** Takes that line away. */
    readonly endWaiting: () => void;
    /** A line that the person types; undefined where nobody can be asked. */
    readonly ask: ((question: string, signal?: AbortSignal) => Promise<string | undefined>) | undefined;
    /** Whether a browser may be opened here. */
    readonly mayOpenBrowser: boolean;
  };
