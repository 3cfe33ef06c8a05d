import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";

/** Longer than this nobody waits without wondering, ms. */
const PATIENCE_MS = 5000;

/**
 * Says once on stderr, when a command has waited for hosts for this long, for whom it waits.
 * @returns to be called with a host before each wait, which gives what ends that wait
 */
export function createWaitingNotice(
  { timeoutSignal, elapsed }: Pick<World, "timeoutSignal" | "elapsed">,
  log: Log,
): (host: string) => () => void {
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
