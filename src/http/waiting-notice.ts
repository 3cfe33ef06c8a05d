import type { LoggedWorld } from "../log/logged-world.ts";

/** How long to wait before saying so, ms. */
const PATIENCE_MS = 5000;

/**
 * Prints once on stderr which host the command is waiting for, after this much waiting.
 * @returns to be called with a host before each wait; returns a function that ends the wait
 */
export function createWaitingNotice({
  timeoutSignal,
  elapsed,
  log,
}: Pick<LoggedWorld, "timeoutSignal" | "elapsed" | "log">): (host: string) => () => void {
  const began = elapsed();
  let hasSaid = false;
  return (host) => {
    if (hasSaid) return () => undefined;
    const signal = timeoutSignal(Math.max(1, began + PATIENCE_MS - elapsed()));
    const say = (): void => {
      if (!hasSaid) log.info(`waiting for ${host} …`);
      hasSaid = true;
    };
    signal.addEventListener("abort", say);
    return () => signal.removeEventListener("abort", say);
  };
}
