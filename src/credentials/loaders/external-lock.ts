import { readVariable } from "../../read-variable.ts";
import { ToolError } from "../../errors/tool-error.ts";
import * as VARIABLES from "../../variable-names.ts";
import type { Env } from "../../world/world.ts";

/**
 * Enforces an administrator's ban on credentials from programs and credentials URIs. As in the aliyun CLI, the values
 * `1` and `true` enable it.
 * @param what in words: `the program of profile "x"`
 * @throws ToolError `credentials_invalid`
 */
export function refuseWhereLocked(what: string, env: Env): void {
  const value = readVariable(env, VARIABLES.disableExternalProcess)?.toLowerCase();
  if (value !== "1" && value !== "true") return;
  throw new ToolError({
    code: "credentials_invalid",
    message: `${what} must not be used for credentials: ${VARIABLES.disableExternalProcess} is set`,
    hint: "name another profile with --profile-name, or ask the administrator who set the variable",
  });
}
