import { expect, test } from "bun:test";
import { isClosedToOthers } from "../../../src/world/folder-permissions.ts";

const ME = 1000;

test.each([
  ["mine and private", ME, 0o700, true],
  ["mine, and others may look", ME, 0o755, true],
  ["mine, and my group may write", ME, 0o770, false],
  ["mine, and everybody may write", ME, 0o777, false],
  ["root's", 0, 0o755, true],
  ["root's, and everybody may write", 0, 0o777, false],
  ["root's, and everybody may write, sticky (/tmp)", 0, 0o1777, false],
  ["another user's", 1001, 0o700, false],
])("a folder that is %s", (_, uid, mode, isSafe) => {
  expect(isClosedToOthers({ uid, mode }, ME)).toBe(isSafe);
});

test("without owners and modes (Windows) every folder will do", () => {
  expect(isClosedToOthers({ uid: 0, mode: 0o777 }, undefined)).toBe(true);
});
