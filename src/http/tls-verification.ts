import { readVariable } from "../read-variable.ts";
import * as VARIABLES from "../variable-names.ts";
import type { Env } from "../world/world.ts";

/**
 * Whether the runtime verifies certificates by itself. Where a variable may switch that off, each request insists on it
 * with TLS options of its own.
 */
export function isVerificationSafe(env: Env): boolean {
  return readVariable(env, VARIABLES.tlsVerification) === undefined;
}
