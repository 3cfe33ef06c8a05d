import type { AccessKeyCredentials } from "../alibaba/cloud-credentials.ts";
import { namesOf } from "../read-variable.ts";
import { ToolError } from "../errors/tool-error.ts";
import * as VARIABLES from "../variable-names.ts";
import type { World } from "../world/world.ts";
import { credentialVariables } from "./credential-variables.ts";

/** What would make the program take on a role again, or another person's credentials. */
const OTHER_CREDENTIALS = [
  VARIABLES.roleArn,
  VARIABLES.oidcProviderArn,
  VARIABLES.oidcTokenFile,
  VARIABLES.credentialsUri,
].flatMap(namesOf);

/**
 * Runs a program that has the credentials in its environment, in the place of any others there. It has this terminal, and
 * the signals that this process gets.
 * @param argv program and arguments; no shell reads them
 * @returns its exit code; 128 and the signal's number where one ended it, as a shell says it
 * @throws ToolError `credentials_failed` where it cannot be started
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
