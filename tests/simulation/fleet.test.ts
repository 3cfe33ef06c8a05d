import { beforeAll, expect, test } from "bun:test";
import { type Fleet, simulateFleet } from "./fleet.ts";
import { loadProgram } from "./load-program.ts";

const SECOND = 1000;

beforeAll(loadProgram);

const fleet = { machines: 1000, spreadMs: 60 * SECOND, callsPerSecond: 50, saysTimeLeft: true, seed: 1 };

test.each<[string, Partial<Fleet>, number]>([
  ["1000 in the same minute with 50 calls a second", {}, 1.2],
  ["1000 in the same minute, with 30 of the 50 used up by others", { callsPerSecond: 20 }, 1.2],
  ["1000 in the same 20 seconds, as many as the quota allows", { spreadMs: 20 * SECOND }, 1.2],
  ["the same, where the API does not say how long to wait", { spreadMs: 20 * SECOND, saysTimeLeft: false }, 1.2],
  ["200 in the same second", { machines: 200, spreadMs: SECOND }, 2],
])(
  "all machines of an account get a certificate in time, and bother the API little: %s",
  async (_, given, mostCalls) => {
    const wanted = { ...fleet, ...given };
    const { succeeded, callsPerCertificate, longestWaitMs } = await simulateFleet(wanted);
    expect(succeeded).toBe(wanted.machines);
    expect(callsPerCertificate).toBeLessThanOrEqual(mostCalls);
    expect(longestWaitMs).toBeLessThan(45 * SECOND);
  },
  60_000,
);
