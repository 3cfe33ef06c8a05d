import { usageError } from "../errors/tool-error.ts";
import type { ExecVariable } from "../kubeconfig/exec-section.ts";
import * as VARIABLES from "../variable-names.ts";
import type { Env } from "../world/world.ts";

const HOLDS_CREDENTIALS: ReadonlySet<string> = new Set(
  [VARIABLES.accessKeyId, VARIABLES.accessKeySecret, VARIABLES.securityToken].flat(),
);

/** Names of other tools' secrets end like this; a `…_TOKEN_FILE` is only a path. */
const SOUNDS_SECRET = /(?:SECRET|PASSWORD|PASSWD|TOKEN|PRIVATE_KEY|ACCESS_KEY|SECRET_KEY|API_KEY)$/i;

/**
 * Parses `--env NAME=VALUE`, or `--env NAME` for a variable with its current value. The last of duplicate names counts.
 * Known secrets are refused: kubeconfigs get printed, copied and committed.
 * @throws ToolError `usage`; no message quotes a value
 */
export function execVariables(words: readonly string[], env: Env): readonly ExecVariable[] {
  const variables = words.map((word) => readVariableWord(word, env));
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()];
}

function readVariableWord(word: string, env: Env): ExecVariable {
  const equals = word.indexOf("=");
  const name = equals === -1 ? word : word.slice(0, equals);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw usageError("--env needs the name of a variable", "write --env NAME=VALUE, or --env NAME for its value now");
  }
  if (name === VARIABLES.execInfo) throw usageError(`--env ${name}: kubectl sets it itself`, "leave it out");
  if (HOLDS_CREDENTIALS.has(name) || SOUNDS_SECRET.test(name)) {
    throw usageError(
      `--env ${name}: it is a secret, which must not be in a kubeconfig`,
      "name a profile or a file with the credentials instead: --profile-name NAME, --profile-file FILE",
    );
  }
  const value = equals === -1 ? env[name] : word.slice(equals + 1);
  if (value === undefined)
    throw usageError(`--env ${name}: it is not set here`, `give it a value: --env ${name}=VALUE`);
  if (value.includes("\0")) throw usageError(`--env ${name}: a value cannot contain a NUL`, "correct it");
  if (/\/\/[^/@\s]*:[^/@\s]+@/.test(value)) {
    throw usageError(
      `--env ${name}: its URL contains a password, which must not be in a kubeconfig`,
      "remove the password, or set the variable where the program is started",
    );
  }
  return { name, value };
}
