import { constants } from "node:os";
import { notStartedReason } from "./run-process.ts";
import type { Env, ForegroundOutcome } from "./world.ts";

const SIGNALS: readonly (
  | "SIGINT"
  | "SIGTERM"
  | "SIGHUP"
  | "SIGQUIT"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGKILL"
  | "SIGPIPE"
)[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"];

/**
 * Runs a program with this process's standard streams, and waits for it. Signals to this process are passed on; those
 * of the terminal (Ctrl-C) reach the program anyway.
 */
export async function runInForeground(argv: readonly string[], env: Env): Promise<ForegroundOutcome> {
  let child: ReturnType<typeof start> | undefined;
  const passOn = (signal: NodeJS.Signals): void => {
    // The terminal sends these two to the whole process group.
    if ((signal === "SIGINT" || signal === "SIGQUIT") && process.stdin.isTTY) return;
    child?.kill(signal);
  };
  // Before the program starts: a signal in between would end this process alone.
  for (const signal of SIGNALS) process.on(signal, passOn);
  try {
    let started: ReturnType<typeof start>;
    try {
      started = start(argv, env);
      child = started;
    } catch (error) {
      return { notStarted: notStartedReason(error, argv[0] ?? "") };
    }
    const exitCode = await started.exited;
    const signal = SIGNALS.concat("SIGKILL", "SIGPIPE").find((name) => name === started.signalCode);
    return { exitCode: signal === undefined ? exitCode : 128 + constants.signals[signal] };
  } finally {
    for (const signal of SIGNALS) process.off(signal, passOn);
  }
}

function start(argv: readonly string[], env: Env) {
  return Bun.spawn([...argv], { env: { ...env }, stdin: "inherit", stdout: "inherit", stderr: "inherit" });
}
