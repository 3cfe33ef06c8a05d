import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type CacheKeyFields, cacheKey, clusterIdIn } from "../../../src/cache/cache-key.ts";
import type { SourceIdentity } from "../../../src/credentials/source.ts";

const base: CacheKeyFields = {
  clusterId: "c-fake",
  csEndpoint: "https://cs.aliyuncs.com",
  expirationMinutes: 180,
  identity: ["environment", ["access-key", "LTAIfakefakefakeabcd"]],
};

const { identity } = fc.letrec<{ identity: SourceIdentity }>((tie) => ({
  identity: fc.array(fc.oneof({ maxDepth: 2 }, fc.string({ maxLength: 6 }), tie("identity")), { maxLength: 4 }),
}));

const fields: fc.Arbitrary<CacheKeyFields> = fc.record({
  clusterId: fc.string({ maxLength: 6 }),
  csEndpoint: fc.string({ maxLength: 6 }),
  expirationMinutes: fc.integer({ min: 0, max: 4320 }),
  identity,
});

describe("the key", () => {
  test.each<[string, Partial<CacheKeyFields>]>([
    ["another cluster", { clusterId: "c-other" }],
    ["a cluster in other letters", { clusterId: "C-FAKE" }],
    ["another endpoint", { csEndpoint: "https://cs.cn-hangzhou.aliyuncs.com" }],
    ["another expiration", { expirationMinutes: 0 }],
    ["another access key", { identity: ["environment", ["access-key", "LTAIfakefakefakewxyz"]] }],
    ["another kind of source", { identity: ["environment", ["sts-token", "LTAIfakefakefakeabcd"]] }],
    ["another place", { identity: ["ini", "/f", "default", ["access-key", "LTAIfakefakefakeabcd"]] }],
    ["a flat identity", { identity: ["environment", "access-key", "LTAIfakefakefakeabcd"] }],
    ["a moved separator", { identity: ["environment", ["access-keyLTAI", "fakefakefakeabcd"]] }],
    ["a separator inside a field", { identity: ['environment",["access-key', ["LTAIfakefakefakeabcd"]] }],
    ["another order", { identity: [["access-key", "LTAIfakefakefakeabcd"], "environment"] }],
    ["an empty field more", { identity: ["environment", "", ["access-key", "LTAIfakefakefakeabcd"]] }],
  ])("differs for %s", (_, change) => {
    expect(cacheKey({ ...base, ...change }).digest).not.toBe(cacheKey(base).digest);
    expect(cacheKey({ ...base, ...change }).name).not.toBe(cacheKey(base).name);
  });

  test("is the same for equal inputs, whatever the order in which their fields were written", () => {
    const { identity: last, ...first } = base;
    expect(cacheKey({ identity: last, ...first })).toEqual(cacheKey(base));
  });

  test("is equal exactly when the inputs are equal", () => {
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        expect(cacheKey(one).digest === cacheKey(other).digest).toBe(Bun.deepEquals(one, other));
      }),
    );
  });

  test("shows nothing of the identity or the endpoint", () => {
    expect(cacheKey(base).digest).toMatch(/^[0-9a-f]{64}$/);
    expect(cacheKey(base).name).toMatch(/^c-fake-[0-9a-f]{32}$/);
  });
});

describe("the name of its files", () => {
  test("is a plain name on every file system, whatever the cluster id", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.constantFrom("../../evil", "..", "/", "", "x".repeat(300), "CON", "a\0b"),
        ),
        (clusterId) => {
          expect(cacheKey({ ...base, clusterId }).name).toMatch(/^[A-Za-z0-9_-]{0,64}-[0-9a-f]{32}$/);
        },
      ),
    );
  });

  test("differs for two clusters whose ids look alike once they are made safe", () => {
    expect(cacheKey({ ...base, clusterId: "a/b" }).name).not.toBe(cacheKey({ ...base, clusterId: "a_b" }).name);
  });
});

test("a key's name tells its cluster id", () => {
  expect(clusterIdIn(cacheKey({ ...base, clusterId: "c-fake-1" }).name)).toBe("c-fake-1");
});
