import type { ApiPorts } from "../alibaba/api.ts";
import type { Deadline } from "../deadline.ts";
import type { World } from "../world/world.ts";
import type { Origin } from "./provider.ts";

/** What loading credentials works with. */
export type LoadPorts = ApiPorts &
  Pick<
    World,
    | "env"
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
     * Called with the fingerprint of the sign-in that the credentials belong to, before they are requested or used. It
     * may differ from the source's: the sign-in in the file has been renewed, or replaced by another person's.
     */
    readonly onSignIn: (fingerprint: string) => Promise<void>;
  };
