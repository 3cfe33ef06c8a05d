import { expect, test } from "bun:test";
import { userAgent } from "../../../src/http/user-agent.ts";

test("the User-Agent names tool, version and platform", () => {
  expect(userAgent({ os: "linux", arch: "arm64", uid: 0 })).toMatch(
    /^ack-ram-tool\/\d+\.\d+\.\d+\S* \(linux\/arm64\)$/,
  );
});
