import type { ApiPorts } from "../alibaba/api.ts";
import type { Deadline } from "../deadline.ts";
import type { World } from "../world/world.ts";
import type { Origin } from "./provider.ts";

/** What loading credentials works with. */
export type LoadPorts = ApiPorts &
  Pick<
    World,
    | "env"
    | "elapsed"
    | "timeoutSignal"
    | "files"
    | "fileWriter"
    | "runProcess"
    | "tryLock"
    | "holdSignals"
    | "sleep"
    | "platform"
    | "cwd"
  > & {
    readonly deadline: Deadline;
    /** False: a sign-in is used as it is, and no file is changed. */
    readonly mayRenewSignIn?: boolean;
    /** Where the source was found. */
    readonly origin: Origin;
    /**
     * Called if the file that the source was read from has been rewritten since: this process or another one has used
     * up the refresh token.
     */
    readonly onFileRewritten: () => Promise<void>;
  };
