import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { throttlingFault } from "../../fakes/server/fault.ts";
import { getCredential } from "../../support/command-lines.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

describe("a throttled call", () => {
  test.each([
    [400, 1200],
    [503, 1200],
    [429, undefined],
  ])("with HTTP %d and %p ms left is tried again once that time has passed", async (status, timeLeft) => {
    await using scene = await setScene();
    const { cloud } = scene;
    cloud.faults.next("cs", throttlingFault({ status, timeLeft }), 2);
    const { exitCode, stderr } = await scene.run(getCredential(cloud), scene.alice);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("error");
    const times = cloud.requests.of("cs").map(({ time }) => time);
    expect(times).toHaveLength(3);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual((timeLeft ?? 1000) - 5);
  });

  test("is not retried after its deadline", async () => {
    await using scene = await setScene();
    const { cloud } = scene;
    cloud.faults.always("cs", throttlingFault({ timeLeft: 60_000 }));
    const argv = getCredential(cloud, "--timeout", "5s");
    expectRefusal(await scene.run(argv, scene.alice), {
      error: "Throttling.User",
      hint: /too many calls/,
    });
    expect(cloud.requests.count("cs")).toBe(1);
  });
});
