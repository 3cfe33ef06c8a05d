import type { AccessKeyCredentials } from "../alibaba/cloud-credentials.ts";
import { ToolError } from "../errors/tool-error.ts";
import * as VARIABLES from "../variable-names.ts";
import type { World } from "../world/world.ts";
import { credentialVariables } from "./credential-variables.ts";

/** Variables that would make the program assume a role again, or use another identity. */
const OTHER_CREDENTIALS = [
  VARIABLES.roleArn,
  VARIABLES.oidcProviderArn,
  VARIABLES.oidcTokenFile,
  VARIABLES.credentialsUri,
].flat();

/**
 * Runs a program with the credentials in its environment, replacing any others there. It has this terminal, and gets
 * this process's signals.
 * @param argv program and arguments; no shell is involved
 * @returns its exit code; 128 plus the signal's number if one ended it, as in a shell
 * @throws ToolError `credentials_failed` if it cannot be started
 */
export async function runWithCredentials(
  argv: readonly string[],
  credentials: AccessKeyCredentials,
  { env, runInForeground }: Pick<World, "env" | "runInForeground">,
): Promise<number> {
  const changed = new Map<string, string | undefined>([
    ...OTHER_CREDENTIALS.map((name) => [name, undefined] as const),
    ...credentialVariables(credentials),
    [VARIABLES.exportedIgnoreProfile, "TRUE"],
  ]);
  const outcome = await runInForeground(argv, { ...env, ...Object.fromEntries(changed) });
  if ("exitCode" in outcome) return outcome.exitCode;
  throw new ToolError({
    code: "program_failed",
    message: `the program ${argv[0] ?? ""} could not be started${outcome.notStarted === "absent" ? ": there is no such program" : ""}`,
    hint: "check its name and the PATH, and that it is executable",
  });
}
