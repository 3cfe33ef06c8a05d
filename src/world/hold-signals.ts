const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Puts off what would end this process (Ctrl-C, `kill`, a terminal that closes) until it is let go: for a moment in which
 * something would be lost. Kill -9 and a power cut cannot be put off.
 * @returns lets go; a signal that came meanwhile has its effect then
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
