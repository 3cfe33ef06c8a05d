import { type Deadline, startDeadline } from "../../command-deadline.ts";
import { usageError } from "../../errors/tool-error.ts";
import type { World } from "../../world/world.ts";
import { parseDuration } from "../arguments/duration.ts";

/** The deadline set by `--timeout`, starting now. @throws ToolError `usage` */
export function commandDeadline(text: string, world: World): Deadline {
  return startDeadline(text, parseTimeout(text), world);
}

/** The milliseconds of `--timeout`. @throws ToolError `usage` */
export function parseTimeout(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 1000 || ms > 3_600_000) {
    const problem = ms === undefined ? "it is not a duration" : "must be between 1s and 1h";
    throw usageError(`invalid --timeout ${JSON.stringify(text)}: ${problem}`, "write it like 30s or 2m");
  }
  return ms;
}
