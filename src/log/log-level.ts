import { readVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import type { Env } from "../world/world.ts";
import type { LogLevel } from "./log.ts";

// The Go tool accepts its logger's level names, and treats anything else as info.
const NAMES: Readonly<Record<string, LogLevel>> = {
  debug: "debug",
  info: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  dpanic: "error",
  panic: "error",
  fatal: "error",
};

/** A level by its name (any case), or undefined. */
export function parseLogLevel(name: string): LogLevel | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
}

/** Whether `DEBUG` (a comma-separated list) contains this tool or, as for the Go tool, its SDK. */
export function debugRequested(env: Env): boolean {
  const debug = readVariable(env, VARIABLES.debug);
  if (debug === undefined) return false;
  const names = debug.toLowerCase().split(",");
  return ["sdk", "tea", "ack-ram-tool"].some((name) => names.includes(name));
}
