import type { Finding as SearchFinding, Place } from "../../credentials/place.ts";
import { placesToSearch } from "../../credentials/resolve.ts";
import { describeSource } from "../../credentials/source-table.ts";
import { type Check, type Finding, ok, warning } from "../check.ts";
import type { Facts } from "../facts.ts";

/** Every place that may hold credentials, and which one wins. Nobody is asked for anything. */
export const credentialsCheck: Check = {
  name: "credentials",
  run: async (facts) => {
    const { source, origin } = await facts.resolution();
    const winner = ok(`${describeSource(source)}, from ${origin.description}`);
    const places = placesToSearch(facts.subject.settings);
    const searched = await Promise.all(places.map(async (place) => [place, await search(place, facts)] as const));
    const winnerAt = searched.findIndex(([, finding]) => finding?.found === true);
    return [winner, ...searched.slice(winnerAt + 1).flatMap(([place, finding]) => other(place, finding))];
  },
};

/** undefined: there is something, and it is broken. */
async function search(place: Place, { world, subject: { settings } }: Facts): Promise<SearchFinding | undefined> {
  try {
    return await place.search({ settings, world });
  } catch {
    return undefined;
  }
}

function other(place: Place, finding: SearchFinding | undefined): Finding[] {
  if (finding === undefined) {
    return [warning(`${place.name} is broken, but it is not used`, "mend it, or remove it")];
  }
  if (!finding.found) return [];
  return [
    ok(`not used, because the first one wins: ${describeSource(finding.source)}, from ${finding.origin.description}`),
  ];
}
