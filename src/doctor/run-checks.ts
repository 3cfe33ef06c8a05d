import { ToolError } from "../errors/tool-error.ts";
import { type Check, failure, type Finding, skipped } from "./check.ts";
import type { Facts } from "./gather-facts.ts";
import { utcTime } from "../log/log.ts";

/** The result of a check. */
export interface Result {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** Receives each result, in the order of the checks. */
export interface Audience {
  readonly begin: (name: string) => void;
  readonly end: (result: Result) => Promise<void>;
}

/**
 * Runs the checks side by side. A check that throws is a finding, and does not stop the others; the error is logged at
 * the debug level.
 */
export async function runChecks(
  checks: readonly Check[],
  facts: Facts,
  audience?: Audience,
): Promise<readonly Result[]> {
  const running = checks.map((check) => ({ name: check.name, findings: judge(check, facts) }));
  const results: Result[] = [];
  for (const { name, findings } of running) {
    audience?.begin(name);
    const result = { name, findings: await findings };
    results.push(result);
    await audience?.end(result);
  }
  return results;
}

async function judge(check: Check, facts: Facts): Promise<readonly Finding[]> {
  if (check.isOfCall === true && !facts.subject.isCallKnown)
    return [skipped("not checked: the user's arguments do not work")];
  const findings = await findingsOf(check, facts);
  return check.isForRenewal === true ? await Promise.all(findings.map((each) => whileCached(each, facts))) : findings;
}

async function findingsOf(check: Check, facts: Facts): Promise<readonly Finding[]> {
  try {
    return await check.run(facts);
  } catch (error) {
    if (error instanceof ToolError) return [failure(error.message, error.hint)];
    const what = error instanceof Error ? `${error.name}: ${error.message}` : "unknown error";
    facts.world.log.debug(`the check ${check.name} broke: ${what}`);
    return [failure("an internal error in this check", "report it as a bug of ack-ram-tool")];
  }
}

/** kubectl continues with the cached certificate: until it ends, a problem is a warning. */
async function whileCached(finding: Finding, facts: Facts): Promise<Finding> {
  const cached = finding.verdict === "failure" ? await facts.cached() : undefined;
  if (cached === undefined) return finding;
  const end = utcTime(cached.certificate.notAfter);
  const text = `${finding.text}; kubectl goes on with the certificate in the cache until ${end}`;
  return { ...finding, verdict: "warning", text };
}
