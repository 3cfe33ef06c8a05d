import { ToolError } from "../errors/tool-error.ts";
import { absent, type Finding } from "./place.ts";
import { withRole } from "./resolve.ts";
import type { SearchContext } from "./search-context.ts";
import { searchPlan, type SearchStep } from "./search-plan.ts";
import { describeSource } from "./source-table.ts";

/** One place, and what there is to say of it; nothing secret. */
export interface SurveyedPlace {
  readonly place: string;
  /** `used`: this one wins. `found`: would do, but another one comes first. `broken`: the search stops here. */
  readonly state: "used" | "found" | "absent" | "broken" | "skipped";
  /** What it would use, or why it is not used. */
  readonly detail: string;
}

/** Looks at every place in order, also behind the one that wins. Sends nothing and starts nothing. Never throws a ToolError. */
export async function surveyCredentials(context: SearchContext): Promise<readonly SurveyedPlace[]> {
  const rows: SurveyedPlace[] = [];
  let isDecided = false;
  for (const step of searchPlan(context.settings)) {
    const row = await survey(step, isDecided, context);
    rows.push(row);
    isDecided ||= row.state === "used" || row.state === "broken";
  }
  return rows;
}

async function survey(
  { place, skipped }: SearchStep,
  isDecided: boolean,
  context: SearchContext,
): Promise<SurveyedPlace> {
  if (skipped !== undefined) return { place: place.name, state: "skipped", detail: skipped };
  let finding: Finding;
  try {
    finding = await place.search(context);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return isDecided
      ? { place: place.name, ...unused(absent(error.message)) }
      : { place: place.name, state: "broken", detail: error.message };
  }
  if (!finding.found || isDecided) return { place: place.name, ...unused(finding) };
  const source = describeSource(withRole(finding.source, context));
  return { place: place.name, state: "used", detail: `${source}, from ${finding.origin.description}` };
}

function unused(finding: Finding): Pick<SurveyedPlace, "state" | "detail"> {
  if (!finding.found) return { state: "absent", detail: finding.reason };
  return { state: "found", detail: `${describeSource(finding.source)}, from ${finding.origin.description}` };
}
