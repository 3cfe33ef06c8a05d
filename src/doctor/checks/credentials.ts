import { describeSource } from "../../credentials/source-kinds.ts";
import { describeSignInExpiry, type SignInExpiry, signInExpiry } from "../../credentials/sign-in-expiry.ts";
import { reportProviders } from "../../credentials/provider-report.ts";
import { type Check, type Finding, ok, warning } from "../check.ts";
import type { Facts } from "../gather-facts.ts";

/** Which credentials are used, and which others there are. Nobody is asked for any. */
export const credentialsCheck: Check = {
  name: "credentials",
  isOfCall: true,
  run: async (facts) => {
    const { source, origin, warnings = [] } = await facts.resolution();
    const { world, subject } = facts;
    const places = await reportProviders({ settings: subject.settings, world }, world.now());
    const others = places.filter(({ state }) => state === "found");
    const end = signInExpiry(source);
    return [
      ok(`${describeSource(source)}, from ${origin.description}`),
      ...(end === undefined ? [] : [signedIn(end, facts)]),
      ...warnings.map((text) => warning(text)),
      ...others.map(({ detail }) => ok(`not used, because the first one wins: ${detail}`)),
    ];
  },
};

/** The call itself says what to do about it. */
function signedIn(end: SignInExpiry, { world }: Facts): Finding {
  const text = describeSignInExpiry(end, world.now());
  return end.isRenewable || end.expiration > world.now() ? ok(text) : warning(text);
}
