const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Defers signals that would end this process (Ctrl-C, `kill`, a closed terminal) during work that must not be cut
 * short. SIGKILL and a power cut cannot be deferred.
 * @returns a function that stops deferring; the first signal that came meanwhile then takes effect
 */
export function holdSignals(): () => void {
  let received: NodeJS.Signals | undefined;
  const note = (signal: NodeJS.Signals): void => {
    received ??= signal;
  };
  for (const signal of SIGNALS) process.on(signal, note);
  return () => {
    for (const signal of SIGNALS) process.off(signal, note);
    if (received !== undefined) process.kill(process.pid, received);
  };
}
