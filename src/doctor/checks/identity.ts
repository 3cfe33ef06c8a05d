import { type Check, ok, skipped } from "../check.ts";

/** Whose credentials they are, according to STS. */
export const identityCheck: Check = {
  name: "identity",
  isOfCall: true,
  isForRenewal: true,
  run: async (facts) => {
    const caller = await facts.caller();
    return ["unknown" in caller ? skipped(`not asked for: ${caller.unknown}`) : ok(caller.value.Arn)];
  },
};
