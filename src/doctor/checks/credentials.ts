import { describeSource } from "../../credentials/source-table.ts";
import { surveyCredentials } from "../../credentials/survey.ts";
import { type Check, ok, warning } from "../check.ts";

/** Which credentials are used, and which others there are. Nobody is asked for anything. */
export const credentialsCheck: Check = {
  name: "credentials",
  run: async (facts) => {
    const { source, origin, warnings = [] } = await facts.resolution();
    const { world, subject } = facts;
    const places = await surveyCredentials({ settings: subject.settings, world });
    const others = places.filter(({ state }) => state === "found");
    return [
      ok(`${describeSource(source)}, from ${origin.description}`),
      ...warnings.map((text) => warning(text)),
      ...others.map(({ detail }) => ok(`not used, because the first one wins: ${detail}`)),
    ];
  },
};
