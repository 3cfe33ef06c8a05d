import { expect, test } from "bun:test";
import { isLive } from "../../../../src/alibaba/cs/cluster-state.ts";

/** Every state that the API documents, and one that it may have tomorrow. */
test.each([
  ["initial", false],
  ["failed", false],
  ["running", true],
  ["updating", true],
  ["upgrading", true],
  ["removing", true],
  ["draining", true],
  ["scaling", true],
  ["inactive", false],
  ["unavailable", false],
  ["deleting", false],
  ["deleted", false],
  ["delete_failed", false],
  ["waiting", false],
  ["disconnected", false],
  ["hibernating", true],
  ["", true],
])("the API server of a cluster that is %j answers: %p", (state, expected) => {
  expect(isLive(state)).toBe(expected);
});
