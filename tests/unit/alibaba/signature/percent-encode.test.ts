import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { percentEncode } from "../../../../src/alibaba/signature/percent-encode.ts";

test.each([
  ["AZaz09-_.~", "AZaz09-_.~"],
  ["a b", "a%20b"],
  ["*", "%2A"],
  ["+", "%2B"],
  ["/", "%2F"],
  ["!'()", "%21%27%28%29"],
  ["%", "%25"],
  ["acs:ram::1:role/x", "acs%3Aram%3A%3A1%3Arole%2Fx"],
  ["ü", "%C3%BC"],
  ["😀", "%F0%9F%98%80"],
])("%s is %s", (text, encoded) => {
  expect(percentEncode(text)).toBe(encoded);
});

test("any text has only unreserved characters and upper-case escapes, and can be read back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const encoded = percentEncode(text);
      expect(encoded).toMatch(/^(?:[A-Za-z0-9\-_.~]|%[0-9A-F]{2})*$/);
      expect(decodeURIComponent(encoded)).toBe(text);
    }),
  );
});
