import { findVariable } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import { ToolError } from "../../errors/tool-error.ts";
import type { SearchContext } from "../provider.ts";
import type { ProfileFields } from "./profile-fields.ts";

const DEFAULT_SESSION_NAME = "ack-ram-tool";

/**
 * The name of a role session: the profile's, else the environment's, else this tool's own.
 * @throws ToolError `credentials_invalid` for a name that STS does not accept
 */
export function sessionName({ world: { env } }: SearchContext, label: string, fromProfile?: string): string {
  const variable = findVariable(env, VARIABLES.roleSessionName);
  const name = fromProfile ?? (variable?.value || DEFAULT_SESSION_NAME);
  if (/^[\w.@-]{2,64}$/.test(name)) return name;
  throw new ToolError({
    code: "credentials_invalid",
    message: `${fromProfile === undefined ? (variable?.name ?? label) : label}: ${JSON.stringify(name)} is not a role session name`,
    hint: "use 2 to 64 letters, digits and the signs . @ - _",
  });
}

/** Shortest and longest lifetime of a session for one API call, s. */
const [SHORTEST_SECONDS, LONGEST_SECONDS] = [900, 3600];

/**
 * The lifetime of a session, s; undefined: STS's default. It is capped because a role's maximum, copied into a profile,
 * breaks chained roles (`InvalidParameter.DurationSeconds`), and one call needs a minute.
 * @throws ToolError `credentials_invalid`
 */
export function sessionSeconds(fields: ProfileFields, name: string): number | undefined {
  const seconds = fields.optionalNumber(name);
  return seconds === undefined ? undefined : Math.min(Math.max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS);
}
