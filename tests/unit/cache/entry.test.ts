import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import * as v from "valibot";
import { parseEntry, serializeEntry } from "../../../src/cache/entry.ts";
import type { CacheKey } from "../../../src/cache/key.ts";
import { madeUpEntry } from "../../support/certificates.ts";
import { NOW } from "../../support/fake-world.ts";

const key: CacheKey = { digest: "d".repeat(64), name: "fake" };
const otherKey: CacheKey = { digest: "e".repeat(64), name: "fake" };
const entry = madeUpEntry({}, { recheckedAt: NOW });
const content = serializeEntry(key, entry);

/** The file's fields, whatever they are. */
function parsed(): Record<string, unknown> {
  return v.parse(v.record(v.string(), v.unknown()), JSON.parse(content));
}

describe("an entry", () => {
  test("comes back as it was written", () => {
    expect(parseEntry(key, content)).toEqual(entry);
    const neverRechecked = madeUpEntry();
    expect(parseEntry(key, serializeEntry(key, neverRechecked))).toEqual(neverRechecked);
  });

  test("comes back whatever its words are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), fc.integer(), (source, clusterId, notBefore) => {
        const any = madeUpEntry({ notBefore }, { source, clusterId });
        expect(parseEntry(key, serializeEntry(key, any))).toEqual(any);
      }),
    );
  });

  test("is whole lines of JSON that a person can read", () => {
    expect(content).toEndWith("}\n");
    expect(content.split("\n").length).toBeGreaterThan(10);
  });

  test("of another key is a miss", () => {
    expect(parseEntry(otherKey, content)).toBeUndefined();
  });

  test("in an older or newer format is a miss", () => {
    expect(parseEntry(key, content.replace('"format": 1', '"format": 2'))).toBeUndefined();
    expect(parseEntry(key, content.replace('"format": 1', '"format": "1"'))).toBeUndefined();
  });

  test("cut off anywhere is a miss", () => {
    for (let length = 0; length < content.trimEnd().length; length += 1) {
      expect(parseEntry(key, content.slice(0, length))).toBeUndefined();
    }
  });
});

describe("a damaged entry is a miss", () => {
  const fields = Object.keys(parsed());

  test.each(fields)("without %s", (field) => {
    const { [field]: _, ...rest } = parsed();
    expect(parseEntry(key, JSON.stringify(rest))).toBeUndefined();
  });

  test.each(fields)("with another %s, of any type", (field) => {
    const file = parsed();
    const value = file[field];
    const other = typeof value === "number" ? value + 1 : `${String(value)}x`;
    for (const wrong of [other, null, true, [], {}, "", -1, 1.5, [value]]) {
      expect(parseEntry(key, JSON.stringify({ ...file, [field]: wrong }))).toBeUndefined();
    }
  });

  test("with two fields exchanged", () => {
    const file = parsed();
    const swapped = { ...file, certificate: file["privateKey"], privateKey: file["certificate"] };
    expect(parseEntry(key, JSON.stringify(swapped))).toBeUndefined();
    expect(
      parseEntry(key, JSON.stringify({ ...file, notBefore: file["notAfter"], notAfter: file["notBefore"] })),
    ).toBeUndefined();
  });

  test("with any byte changed, unless it is only the white space between the fields", () => {
    const bytes = new TextEncoder().encode(content);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = (bytes[at] ?? 0) ^ change;
        const read = parseEntry(key, new TextDecoder().decode(damaged));
        expect(read === undefined || Bun.deepEquals(read, entry)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("with any character other than white space changed", () => {
    for (let at = 0; at < content.length; at += 1) {
      if (/\s/.test(content.charAt(at))) continue;
      const other = content.charAt(at) === "A" ? "B" : "A";
      expect(parseEntry(key, content.slice(0, at) + other + content.slice(at + 1))).toBeUndefined();
    }
  });
});

describe("what never was an entry", () => {
  test.each(["", "null", "[]", "{}", "1", '""', "{", "\0", '{"__proto__":{"format":1}}', "[".repeat(100_000)])(
    "is a miss (case %#)",
    (text) => {
      expect(parseEntry(key, text)).toBeUndefined();
    },
  );

  test("the Go tool's cache file is a miss", () => {
    const goFile = { kind: "ExecCredential", apiVersion: "client.authentication.k8s.io/v1beta1", spec: {}, status: {} };
    expect(parseEntry(key, JSON.stringify(goFile))).toBeUndefined();
  });

  test("arbitrary bytes never throw and never give a certificate", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseEntry(key, new TextDecoder().decode(bytes))).toBeUndefined();
      }),
    );
  });

  test("arbitrary JSON never throws and never gives a certificate", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseEntry(key, text)).toBeUndefined();
      }),
    );
  });
});
