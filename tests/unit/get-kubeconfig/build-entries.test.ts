import { describe, expect, test } from "bun:test";
import { ToolError } from "../../../src/errors/tool-error.ts";
import { clustersError } from "../../../src/get-kubeconfig/build-entries.ts";

const refused = new ToolError({ code: "api_error", message: "refused", hint: "ask for it" });

describe("the error for failed clusters", () => {
  test("is the cluster's own error if only one was requested", () => {
    expect(clustersError([{ cluster: { id: "c1", name: undefined }, error: refused }], 1)).toBe(refused);
  });

  test("names each of several, and keeps the first one's hint", () => {
    const error = clustersError(
      [
        { cluster: { id: "c1", name: "production" }, error: refused },
        { cluster: { id: "c2", name: undefined }, error: new Error("broke") },
      ],
      3,
    );
    expect(error).toMatchObject({
      message: "2 of 3 clusters failed\n  - production (c1): refused\n  - c2: broke",
      hint: "ask for it",
      exitCode: 1,
    });
  });
});
