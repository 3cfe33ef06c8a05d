import { expect, setDefaultTimeout, test } from "bun:test";
import { getCredential } from "../../support/command-lines.ts";
import { AS_KUBECTL } from "../../support/exec-credential.ts";
import { setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

/** When the plugin is called, ms after the certificate is an hour old, and by which process. */
interface Call {
  readonly at: number;
  readonly parent: number;
}

const TOO_NEW =
  /^warning: the API server may have refused this certificate \(401 Unauthorized\), issued at \S+Z; no new one is requested before \S+Z; to request one now: ack-ram-tool cache clear -c c\w+\n$/;

const calls = (count: number, call: (index: number) => Call): Call[] =>
  Array.from({ length: count }, (_, i) => call(i));

test.each<[string, number, readonly Call[]]>([
  ["a client that is refused again and again", 1, calls(20, (i) => ({ at: i * 50, parent: 1 }))],
  ["a client that is refused for ten minutes", 2, calls(150, (i) => ({ at: i * 4000, parent: 1 }))],
  ["a GUI that polls every five seconds", 0, calls(10, (i) => ({ at: i * 5000, parent: 1 }))],
  ["a shell loop", 0, calls(10, (i) => ({ at: i * 100, parent: 2 + i }))],
  ["each of many terminals at once", 0, calls(10, (i) => ({ at: 0, parent: 2 + i }))],
])("%s is given %d new certificates", async (_, renewals, plan) => {
  const clock = { now: Date.now() };
  await using scene = await setScene({ now: () => clock.now });
  const { cloud } = scene;
  const ask = (parent: number) =>
    scene.runInProcess(
      getCredential(cloud),
      { ...scene.alice, ...AS_KUBECTL },
      { now: () => clock.now, random: () => 0, parentProcess: () => ({ id: parent, incarnation: "0" }) },
    );
  await ask(1_000);
  const begin = clock.now + 3_600_000;
  for (const { at, parent } of plan) {
    clock.now = begin + at;
    const { exitCode, stderr } = await ask(parent);
    expect(exitCode).toBe(0);
    // Only a client that is refused gets a warning, which says why there is no other certificate.
    if (stderr !== "") expect([stderr, renewals > 0]).toEqual([expect.stringMatching(TOO_NEW), true]);
  }
  expect(cloud.requests.count("cs") - 1).toBe(renewals);
});
