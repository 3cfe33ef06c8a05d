import type { ApiPorts } from "../alibaba/api-types.ts";
import type { Deadline } from "../command-deadline.ts";
import type { World } from "../world/world.ts";
import type { Origin } from "./provider.ts";

/** Dependencies of the credential loaders. */
export type LoadContext = ApiPorts &
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
    /** False: a sign-in is not renewed, so no file is changed. By default it is. */
    readonly mayRenewSignIn?: boolean;
    /** Where the source was found. */
    readonly origin: Origin;
    /**
     * Called with the fingerprint of the OAuth sign-in in use, before its credentials are requested or returned. It
     * differs from the source's if the sign-in was renewed or replaced after the source was read.
     */
    readonly onSignIn: (fingerprint: string) => Promise<void>;
  };
