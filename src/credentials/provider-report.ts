import { ToolError } from "../errors/tool-error.ts";
import { absent, type FoundSource, type SearchContext, type SearchResult } from "./provider.ts";
import { withRole } from "./resolve-credentials.ts";
import { providerChain, type ProviderStep } from "./provider-chain.ts";
import { describeSignInExpiry, signInExpiry } from "./sign-in-expiry.ts";
import type { Source } from "./source.ts";
import { describeSource } from "./source-kinds.ts";

/** What a provider has; nothing secret. */
export interface ProviderReport {
  readonly place: string;
  /** `used`: this one wins. `found`: usable, but another one comes first. `broken`: the search stops here. */
  readonly state: "used" | "found" | "absent" | "broken" | "skipped";
  /** Its credentials in words, or why it has none. */
  readonly detail: string;
  /** When the user must sign in again, ISO 8601; undefined if never. */
  readonly until?: string | undefined;
}

/**
 * Searches every provider in order, even after one has won. Uses neither the network nor a program. Never throws a
 * ToolError.
 * @param now ms since the epoch
 */
export async function reportProviders(context: SearchContext, now: number): Promise<readonly ProviderReport[]> {
  const rows: ProviderReport[] = [];
  let isDecided = false;
  for (const step of providerChain(context.settings)) {
    const row = await report(step, isDecided, context, now);
    rows.push(row);
    isDecided ||= row.state === "used" || row.state === "broken";
  }
  return rows;
}

async function report(
  { provider, skipped }: ProviderStep,
  isDecided: boolean,
  context: SearchContext,
  now: number,
): Promise<ProviderReport> {
  if (skipped !== undefined) return { place: provider.name, state: "skipped", detail: skipped };
  try {
    const finding = await provider.search(context);
    if (!finding.found || isDecided) return { place: provider.name, ...unused(finding, now) };
    const source = withRole(finding.source, context);
    return { place: provider.name, state: "used", ...described(source, finding, now) };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return isDecided
      ? { place: provider.name, ...unused(absent(error.message), now) }
      : { place: provider.name, state: "broken", detail: error.message };
  }
}

function unused(finding: SearchResult, now: number): Omit<ProviderReport, "place"> {
  if (!finding.found) return { state: "absent", detail: finding.reason };
  return { state: "found", ...described(finding.source, finding, now) };
}

function described(
  source: Source,
  { origin }: Pick<FoundSource, "origin">,
  now: number,
): Pick<ProviderReport, "detail" | "until"> {
  const text = `${describeSource(source)}, from ${origin.description}`;
  const end = signInExpiry(source);
  if (end === undefined) return { detail: text };
  const detail = `${text}; ${describeSignInExpiry(end, now)}`;
  return { detail, ...(!end.isRenewable && { until: new Date(end.expiration).toISOString() }) };
}
