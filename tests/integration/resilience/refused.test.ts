import { expect, test } from "bun:test";
import { getCredential, variablesOf } from "../../support/command-lines.ts";
import { setScene } from "../../support/scene.ts";

/** When the plugin is called, ms after the certificate is an hour old, and by which process. */
interface Call {
  readonly at: number;
  readonly parent: number;
}

const TOO_NEW =
  /^warning: the API server may have refused this certificate \(401 Unauthorized\), issued at \S+Z; no new one is requested before \S+Z; to request one now: ack-ram-tool cache clear -c c\w+\n$/;

const calls = (count: number, call: (index: number) => Call): Call[] =>
  Array.from({ length: count }, (_, i) => call(i));

test.each<[string, readonly Call[], number]>([
  ["a client that is refused again and again", calls(20, (i) => ({ at: i * 50, parent: 1 })), 1],
  ["a client that is refused for ten minutes", calls(150, (i) => ({ at: i * 4000, parent: 1 })), 2],
  ["a GUI that polls every five seconds", calls(10, (i) => ({ at: i * 5000, parent: 1 })), 0],
  ["a shell loop", calls(10, (i) => ({ at: i * 100, parent: 2 + i })), 0],
  ["many terminals at once", calls(10, (i) => ({ at: 0, parent: 2 + i })), 0],
])(
  "%s leads to a new certificate as often as is useful",
  async (_, plan, renewals) => {
    const clock = { now: Date.now() };
    await using scene = await setScene({ now: () => clock.now });
    const { cloud } = scene;
    const ask = (parent: number) =>
      scene.runInProcess(
        getCredential(cloud),
        {
          ...variablesOf(cloud.identities.alice),
          KUBERNETES_EXEC_INFO: '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{}}',
        },
        { now: () => clock.now, random: () => 0, parentProcess: () => ({ id: parent, incarnation: "0" }) },
      );
    await ask(1_000);
    const begin = clock.now + 3_600_000;
    for (const { at, parent } of plan) {
      clock.now = begin + at;
      const { exitCode, stderr } = await ask(parent);
      expect(exitCode).toBe(0);
      // Who is refused a new certificate is told why there is no other; nobody else is told anything.
      if (stderr !== "") expect([stderr, renewals > 0]).toEqual([expect.stringMatching(TOO_NEW), true]);
    }
    expect(cloud.requests.count("cs") - 1).toBe(renewals);
  },
  30_000,
);
