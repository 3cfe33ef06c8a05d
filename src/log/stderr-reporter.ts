import { oneLine, printable } from "../errors/escape-control-characters.ts";
import { createConsola, LogLevels, type ConsolaInstance } from "consola/core";

const WORDS: Readonly<Record<string, string>> = { warn: "warning" };

/**
 * consola without its default reporters (which cost 14 ms at start and inspect the terminal): a line per message,
 * `warning: …`, `info: …`, `debug: …`. The caller has checked the level.
 */
export function createReporter(stderr: (text: string) => void): ConsolaInstance {
  return createConsola({
    level: LogLevels.verbose,
    throttle: 0,
    reporters: [{ log: ({ type, args }) => stderr(printable(oneLine(`${WORDS[type] ?? type}: ${args.join(" ")}`))) }],
  });
}
