/** Log levels; each includes those after it. The error that ends a command is always printed, by `renderError`. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Messages to the person at the terminal, on stderr. No message may contain a secret. */
export interface Log {
  readonly level: LogLevel;
  /** Timings, request ids, decisions. A function is only called if its message is printed. */
  readonly debug: (message: string | (() => string)) => void;
  readonly info: (message: string) => void;
  /** Something is wrong, but the command goes on. */
  readonly warn: (message: string) => void;
  /** Resolves once everything is written. */
  readonly flush: () => Promise<void> | undefined;
}

/** A time for people, and for an ExecCredential (Go's `metav1.Time`): UTC, in whole seconds. */
export function utcTime(time: number | string): string {
  return `${new Date(time).toISOString().slice(0, -".000Z".length)}Z`;
}

type MessageType = Exclude<LogLevel, "error">;

/** A log that loads its printer when it first prints: nearly every run under kubectl prints nothing. */
export function createLog(level: LogLevel, stderr: (text: string) => void): Log {
  let written: Promise<void> | undefined;
  const say = (type: MessageType, message: string | (() => string)): void => {
    if (LOG_LEVELS.indexOf(type) < LOG_LEVELS.indexOf(level)) return;
    written = print(written, stderr, type, typeof message === "string" ? message : message());
  };
  return {
    level,
    debug: (message) => say("debug", message),
    info: (message) => say("info", message),
    warn: (message) => say("warn", message),
    flush: () => written,
  };
}

async function print(
  before: Promise<void> | undefined,
  stderr: (text: string) => void,
  type: MessageType,
  message: string,
): Promise<void> {
  const { createReporter } = await import("./stderr-reporter.ts");
  await before;
  createReporter(stderr)[type](message);
}
