import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import * as v from "valibot";
import { type CacheEntry, parseSealedEntry, serializeEntry } from "../../../src/cache/cache-entry.ts";
import type { CacheKey } from "../../../src/cache/cache-key.ts";
import { seal } from "../../../src/cache/tamper-seal.ts";
import { parseUnsealedEntry } from "../../../src/cache/unverified-cache-entry.ts";
import { madeUpEntry } from "../../support/certificates.ts";
import { NOW } from "../../support/fake-world.ts";

const key: CacheKey = { digest: "d".repeat(64), name: "fake", secret: "fake-secret" };
const otherKey: CacheKey = { digest: "e".repeat(64), name: "fake", secret: "fake-secret" };
const otherSecret: CacheKey = { ...key, secret: "fake-other-secret" };
const noSecret: CacheKey = { ...key, secret: undefined };
const entry = madeUpEntry({}, { recheckedAt: NOW });
const content = serializeEntry(key, entry);

/** What the readers make of a file: they must agree on everything but the seal. */
function parseEntry(of: CacheKey, text: string): CacheEntry | undefined {
  const sealed = parseSealedEntry(of, text);
  const unsealed = parseUnsealedEntry(of, text);
  if (sealed !== undefined) expect(unsealed).toEqual(sealed);
  return unsealed;
}

/** The file's fields, whatever they are. */
function parsed(): Record<string, unknown> {
  return v.parse(v.record(v.string(), v.unknown()), JSON.parse(content));
}

/** A file with other fields, whose digests are right. */
function resealed(fields: object): string {
  const { format: _, checksum: __, seal: ___, ...rest } = { ...parsed(), ...fields };
  return seal(JSON.stringify(rest, null, 1), key.secret);
}

describe("an entry", () => {
  test("comes back as it was written", () => {
    for (const written of [entry, madeUpEntry()]) {
      expect(parseSealedEntry(key, serializeEntry(key, written))).toEqual(written);
      expect(parseUnsealedEntry(key, serializeEntry(key, written))).toEqual(written);
      expect(parseUnsealedEntry(key, serializeEntry(noSecret, written))).toEqual(written);
    }
  });

  test("comes back whatever texts are in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), fc.integer(), (source, clusterId, notBefore) => {
        const any = madeUpEntry({ notBefore }, { source, clusterId });
        expect(parseSealedEntry(key, serializeEntry(key, any))).toEqual(any);
        expect(parseEntry(key, serializeEntry(key, any))).toEqual(any);
      }),
    );
  });

  test("is whole lines of JSON that a person can read", () => {
    expect(content).toEndWith("}\n");
    expect(content.split("\n").length).toBeGreaterThan(10);
    expect(parsed()).toMatchObject({ format: 2, clusterId: entry.clusterId, source: entry.source });
  });

  test("says nothing of the secret that sealed it", () => {
    expect(content).not.toContain("fake-secret");
    expect(content).not.toContain(new Bun.CryptoHasher("sha256").update("fake-secret").digest("hex"));
  });

  test("of another key is a miss", () => {
    expect(parseEntry(otherKey, content)).toBeUndefined();
    expect(parseSealedEntry(otherKey, content)).toBeUndefined();
  });

  test("in an older or newer format is a miss", () => {
    for (const format of ["1", "3", '"2"', "2.0", "null"]) {
      const other = content.replace('"format": 2', `"format": ${format}`);
      expect(parseSealedEntry(key, other)).toBeUndefined();
      expect(parseUnsealedEntry(key, other)).toBeUndefined();
    }
  });

  test("cut off anywhere is a miss", () => {
    for (let length = 0; length < content.length; length += 1) {
      expect(parseSealedEntry(key, content.slice(0, length))).toBeUndefined();
      expect(parseUnsealedEntry(key, content.slice(0, length))).toBeUndefined();
    }
  });
});

describe("a seal", () => {
  test.each<[string, CacheKey, string]>([
    ["of another secret", otherSecret, content],
    ["that nobody made", key, serializeEntry(noSecret, entry)],
    ["that somebody made who has no secret", key, serializeEntry({ ...key, secret: "" }, entry)],
    ["that cannot be checked without a secret", noSecret, content],
    ["of another entry", key, content.replace(/"seal": "[0-9a-f]+"/, sealLine(serializeEntry(key, madeUpEntry())))],
    ["in capitals", key, content.replace(/"seal": "[0-9a-f]+"/, (line) => line.toUpperCase().replace("SEAL", "seal"))],
  ])("%s is not sealed, so the owner and mode of its file decide", (_, of, text) => {
    expect(parseSealedEntry(of, text)).toBeUndefined();
    expect(parseUnsealedEntry(of, text)).toEqual(entry);
  });

  test("does not cover a text with any character changed", () => {
    for (let at = 0; at < content.length; at += 1) {
      const other = content.charAt(at) === "A" ? "B" : "A";
      expect(parseSealedEntry(key, content.slice(0, at) + other + content.slice(at + 1))).toBeUndefined();
    }
  });

  test.each(["\n", " ", "{}", "x", content])("does not cover a text with %j behind it", (more) => {
    expect(parseSealedEntry(key, content + more)).toBeUndefined();
  });
});

function sealLine(text: string): string {
  return /"seal": "[0-9a-f]+"/.exec(text)?.[0] ?? "";
}

describe("a damaged entry is a miss", () => {
  const fields = Object.keys(parsed()).filter((name) => !["format", "checksum", "seal"].includes(name));

  test.each(fields)("without %s", (field) => {
    const { [field]: _, ...rest } = parsed();
    expect(parseEntry(key, JSON.stringify(rest, null, 1))).toBeUndefined();
  });

  test.each(fields)("with another %s, of any type", (field) => {
    const file = parsed();
    const value = file[field];
    const other = typeof value === "number" ? value + 1 : `${String(value)}x`;
    for (const wrong of [other, null, true, [], {}, "", -1, 1.5, [value]]) {
      expect(parseEntry(key, `${JSON.stringify({ ...file, [field]: wrong }, null, 1)}\n`)).toBeUndefined();
    }
  });

  test.each(fields.filter((field) => field !== "recheckedAt"))("without %s, even if its digests are right", (field) => {
    expect(parseUnsealedEntry(key, resealed({ [field]: undefined }))).toBeUndefined();
  });

  test.each(fields)("with a %s of another type, even if its digests are right", (field) => {
    for (const wrong of [null, true, [], {}, 1.5, typeof parsed()[field] === "number" ? "1" : 1]) {
      expect(parseUnsealedEntry(key, resealed({ [field]: wrong }))).toBeUndefined();
    }
  });

  test.each(["certificate", "privateKey"])("with a %s that is not PEM, even if its digests are right", (field) => {
    expect(parseUnsealedEntry(key, resealed({ [field]: "fake" }))).toBeUndefined();
  });

  test("with two fields exchanged", () => {
    const file = parsed();
    const swapped = { ...file, certificate: file["privateKey"], privateKey: file["certificate"] };
    const turned = { ...file, notBefore: file["notAfter"], notAfter: file["notBefore"] };
    for (const damaged of [swapped, turned]) {
      expect(parseEntry(key, `${JSON.stringify(damaged, null, 1)}\n`)).toBeUndefined();
    }
  });

  test("with any byte changed, unless it is the seal, which somebody else may have made", () => {
    const bytes = new TextEncoder().encode(content);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = (bytes[at] ?? 0) ^ change;
        const text = new TextDecoder().decode(damaged);
        expect(parseSealedEntry(key, text)).toBeUndefined();
        const read = parseUnsealedEntry(key, text);
        expect(read === undefined || Bun.deepEquals(read, entry)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what never was an entry", () => {
  test.each(["", "null", "[]", "{}", "1", '""', "{", "\0", '{"__proto__":{"format":1}}', "[".repeat(100_000)])(
    "is a miss (case %#)",
    (text) => {
      expect(parseEntry(key, text)).toBeUndefined();
    },
  );

  test("is a miss, even if its digests are right", () => {
    for (const json of ["{\n}", '{\n "a": 1\n}', "[\n1]", '{"__proto__":{"key":1}}']) {
      expect(parseUnsealedEntry(key, seal(json, undefined))).toBeUndefined();
    }
  });

  test("the Go tool's cache file is a miss", () => {
    const goFile = { kind: "ExecCredential", apiVersion: "client.authentication.k8s.io/v1beta1", spec: {}, status: {} };
    expect(parseEntry(key, JSON.stringify(goFile))).toBeUndefined();
  });

  test("arbitrary bytes never throw and never give a certificate", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = new TextDecoder().decode(bytes);
        expect([parseSealedEntry(key, text), parseUnsealedEntry(key, text)]).toEqual([undefined, undefined]);
      }),
    );
  });

  test("arbitrary JSON never throws and never gives a certificate", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect([parseSealedEntry(key, text), parseUnsealedEntry(key, text)]).toEqual([undefined, undefined]);
      }),
    );
  });
});
