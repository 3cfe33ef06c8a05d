import { findVariable } from "../../environment/read-variable.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import { ToolError } from "../../errors/tool-error.ts";
import type { SearchContext } from "../provider.ts";
import type { ProfileFields } from "./named-fields.ts";

const DEFAULT_SESSION_NAME = "ack-ram-tool";

/**
 * The name of a role session: the profile's, else the environment's, else this tool's own.
 * @param label of `fromProfile`, for errors
 * @throws ToolError `credentials_invalid` for a name that STS does not accept
 */
export function sessionName({ world: { env } }: SearchContext, label: string, fromProfile?: string): string {
  const variable = findVariable(env, VARIABLES.roleSessionName);
  const name = fromProfile ?? (variable?.value || DEFAULT_SESSION_NAME);
  if (/^[\w.@-]{2,64}$/.test(name)) return name;
  throw new ToolError({
    code: "credentials_invalid",
    message: `invalid ${fromProfile === undefined ? (variable?.name ?? label) : label}: ${JSON.stringify(name)} must be 2 to 64 letters, digits and the signs . @ - _`,
    hint: "write it like ack-ram-tool or ci@example",
  });
}

/** Shortest and longest lifetime of a session for one API call, s. */
const [SHORTEST_SECONDS, LONGEST_SECONDS] = [900, 3600];

/**
 * The lifetime of a role session, s; undefined: STS's default. Capped at an hour, because one call needs a minute, and
 * a longer one, copied from the role's maximum, fails for chained roles (`InvalidParameter.DurationSeconds`).
 * @param name the field
 * @throws ToolError `credentials_invalid`
 */
export function sessionSeconds(fields: ProfileFields, name: string): number | undefined {
  const seconds = fields.optionalNumber(name);
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS);
}
