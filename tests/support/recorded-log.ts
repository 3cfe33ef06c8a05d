import type { Log } from "../../src/log/log.ts";

/** A log that keeps its lines, `warn: …`. */
export interface RecordedLog extends Log {
  readonly lines: string[];
  /** Those that everybody sees: without the debug level. */
  readonly plainLines: () => string[];
}

/** A log at the debug level that prints nothing. */
export function recordedLog(): RecordedLog {
  const lines: string[] = [];
  return {
    lines,
    plainLines: () => lines.filter((line) => !line.startsWith("debug: ")),
    level: "debug",
    debug: (message) => lines.push(`debug: ${typeof message === "string" ? message : message()}`),
    info: (message) => lines.push(`info: ${message}`),
    warn: (message) => lines.push(`warn: ${message}`),
    flush: () => Promise.resolve(),
  };
}
