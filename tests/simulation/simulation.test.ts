import { beforeAll, describe, expect, test } from "bun:test";
import { loadProgram } from "./load-program.ts";
import { simulate } from "./simulate.ts";

const RUNS = 250;
const PER_TEST = 50;

beforeAll(loadProgram);

describe("whatever the order of events and whatever goes wrong, nothing is lost and nobody gets another's certificate", () => {
  test.each(Array.from({ length: RUNS / PER_TEST }, (_, index) => index * PER_TEST + 1))(
    "seeds %d and on",
    async (first) => {
      for (let seed = first; seed < first + PER_TEST; seed += 1) {
        expect((await simulate(seed)).processes).toBeGreaterThan(1);
      }
    },
    120_000,
  );
});

test("the same seed is the same run", async () => {
  expect(await simulate(7)).toEqual(await simulate(7));
});
