import { findVariable } from "../../read-variable.ts";
import * as VARIABLES from "../../variable-names.ts";
import { ToolError } from "../../errors/tool-error.ts";
import type { SearchContext } from "../provider.ts";

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
