import { getCallerIdentity } from "../../alibaba/sts/get-caller-identity.ts";
import { type Check, ok, skipped } from "../check.ts";

/** Whose credentials they are, as STS says. */
export const identityCheck: Check = {
  name: "identity",
  run: async (facts) => {
    const session = await facts.session();
    if ("unknown" in session) return [skipped(`not asked for: ${session.unknown}`)];
    const { credentials, ports } = session.value;
    if ("bearerToken" in credentials) return [skipped("not asked for: STS takes no bearer token")];
    const { Arn: arn } = await getCallerIdentity(facts.subject.stsEndpoint, credentials, ports);
    return [ok(arn)];
  },
};
