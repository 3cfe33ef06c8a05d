import { expect, test } from "bun:test";
import { maskAccessKeyId } from "../../../src/errors/mask-access-key-id.ts";

test.each([
  ["LTAIfakefakefakeabcd", "LTAI…abcd"],
  ["STS.fakefakefakewxyz", "STS.…wxyz"],
  ["123456789012", "1234…9012"],
])("%s is shown as %s", (id, shown) => {
  expect(maskAccessKeyId(id)).toBe(shown);
});

test.each(["", "LTAI", "12345678901"])("%j is too short to show a part of it", (id) => {
  expect(maskAccessKeyId(id)).toBe("…");
});
