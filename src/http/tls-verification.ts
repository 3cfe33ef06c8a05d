import { readVariable } from "../environment/read-variable.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import type { Env } from "../world/world.ts";

/**
 * Whether the runtime verifies certificates by default. If a variable can disable that, each request enforces it with
 * its own TLS options.
 */
export function isVerificationSafe(env: Env): boolean {
  return readVariable(env, VARIABLES.tlsVerification) === undefined;
}
