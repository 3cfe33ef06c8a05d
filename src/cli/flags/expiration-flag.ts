import { usageError } from "../../errors/tool-error.ts";
import { parseDuration } from "../arguments/duration.ts";

const MIN_EXPIRATION_MINUTES = 15;
const MAX_EXPIRATION_MINUTES = 72 * 60;

/** `--expiration` in whole minutes, rounded down as the API counts; 0 = the server's long-lived certificate. @throws ToolError `usage` */
export function readExpiration(text: string): number {
  const ms = parseDuration(text);
  if (ms === 0) return 0;
  const minutes = (ms ?? 0) / 60_000;
  if (minutes < MIN_EXPIRATION_MINUTES || minutes > MAX_EXPIRATION_MINUTES) {
    throw usageError(
      `invalid --expiration ${JSON.stringify(text)}: ${ms === undefined ? "it is not a duration" : "must be between 15m and 72h, or 0"}`,
      "write it like 3h, 90m or 1h30m; 0 is the cluster's long-lived certificate",
    );
  }
  return Math.floor(minutes);
}
