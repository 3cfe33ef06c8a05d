import { describeSkew, isSkewed } from "../../alibaba/clock-skew.ts";
import { type Check, failure, ok, skipped } from "../check.ts";

/** Whether this machine's clock agrees with the APIs'. */
export const clockCheck: Check = {
  name: "clock",
  isOfCall: true,
  isForRenewal: true,
  run: async (facts) => {
    const skews = (await facts.probes()).flatMap(({ skewMs }) => skewMs ?? []);
    if (skews.length === 0) return [skipped("not compared: no API answers")];
    const worst = skews.find(isSkewed);
    if (worst === undefined) return [ok("this machine's clock agrees with the APIs'")];
    return [
      failure(
        `this machine's clock is ${describeSkew(worst)}: signatures and certificates may be refused`,
        "correct the clock, by NTP",
      ),
    ];
  },
};
