import { ToolError } from "../errors/tool-error.ts";
import { type Check, failure, type Finding } from "./check.ts";
import type { Facts } from "./facts.ts";

/** What a check came to. */
export interface Result {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** Runs the checks side by side. One that breaks is a finding, and does not stop the others; how it broke is logged at the debug level. */
export async function examine(checks: readonly Check[], facts: Facts): Promise<readonly Result[]> {
  return await Promise.all(
    checks.map(async (check) => ({ name: check.name, findings: await findingsOf(check, facts) })),
  );
}

async function findingsOf(check: Check, facts: Facts): Promise<readonly Finding[]> {
  try {
    return await check.run(facts);
  } catch (error) {
    if (error instanceof ToolError) return [failure(error.message, error.hint)];
    const what = error instanceof Error ? `${error.name}: ${error.message}` : "unknown error";
    facts.world.log.debug(`the check ${check.name} broke: ${what}`);
    return [failure("this check itself went wrong", "report it as a bug of ack-ram-tool")];
  }
}
