import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { errorFault } from "../../fakes/server/fault.ts";
import { getCredential } from "../../support/command-lines.ts";
import { AS_KUBECTL } from "../../support/exec-credential.ts";
import { KUBECTL, writeKubeconfig } from "../../support/kubectl.ts";
import { setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

describe("a failure that kubectl runs into again and again", () => {
  test("is shown in full once, and then as one short line", async () => {
    await using scene = await setScene();
    const { cloud } = scene;
    cloud.faults.always("cs", errorFault(403, "Forbidden.RAM", "No."));
    const ask = async (expiration = "3h"): Promise<string[]> => {
      const variables = { ...scene.alice, ...AS_KUBECTL };
      const { exitCode, stderr } = await scene.run(getCredential(cloud, "--expiration", expiration), variables);
      expect(exitCode).toBe(1);
      return stderr.trimEnd().split("\n");
    };
    expect(await ask()).toHaveLength(3);
    for (let again = 0; again < 3; again += 1) {
      expect(await ask()).toEqual([
        expect.stringMatching(/^error: the ACK API refused .{60,90}… \(remembered from .*\)$/),
      ]);
    }
    const unreachable = async (): Promise<string> => {
      const argv = getCredential(cloud, "--cs-endpoint", "127.0.0.1:1", "--timeout", "5s");
      const variables = { ...scene.alice, ...AS_KUBECTL };
      return (await scene.run(argv, variables)).stderr;
    };
    expect(await unreachable()).toContain("\nhint: ");
    expect(await unreachable()).toMatch(
      /^error: the connection to 127.0.0.1:1 was refused \(shown in full \S+ s ago\)\n$/,
    );
    // Another failure is told in full.
    cloud.faults.always("cs", errorFault(404, "ErrorClusterNotFound", "Gone."));
    expect(await ask("4h")).toHaveLength(3);
  });

  test("is shown in full each time if a person runs it, and with -v", async () => {
    await using scene = await setScene();
    const { cloud } = scene;
    cloud.faults.always("cs", errorFault(403, "Forbidden.RAM", "No."));
    const key = scene.alice;
    for (let again = 0; again < 2; again += 1) {
      expect((await scene.run(getCredential(cloud), key)).stderr).toContain("\nhint: ");
      const verbose = await scene.run(getCredential(cloud, "-v"), { ...key, ...AS_KUBECTL });
      expect(verbose.stderr).toContain("\nhint: ");
    }
  });

  test("is shown in full each time if it cannot be recorded", async () => {
    await using scene = await setScene();
    const { cloud } = scene;
    cloud.faults.always("cs", errorFault(403, "Forbidden.RAM", "No."));
    const variables = { ...scene.alice, ...AS_KUBECTL };
    for (let again = 0; again < 2; again += 1) {
      const { stderr } = await scene.run(getCredential(cloud), {
        ...variables,
        HOME: "/dev/null",
        TMPDIR: "/dev/null",
      });
      expect(stderr).toContain("\nhint: ");
    }
  });

  test.skipIf(KUBECTL === null)("fills a screen of kubectl with a few lines only", async () => {
    await using scene = await setScene();
    const { cloud } = scene;
    cloud.faults.always("cs", errorFault(403, "Forbidden.RAM", "No."));
    const kubeconfig = await writeKubeconfig(scene, "v1", getCredential(cloud));
    const argv = [KUBECTL ?? "", "--kubeconfig", kubeconfig, "get", "pods"];
    const { stderr } = await scene.runOther(argv, scene.alice);
    const ours = stderr.split("\n").filter((line) => /^(?:error: the ACK|hint|kubectl got)/.test(line));
    expect(ours.filter((line) => line.startsWith("hint: "))).toHaveLength(1);
    expect(ours.filter((line) => line.startsWith("kubectl got"))).toHaveLength(1);
  });
});

test.each([
  ["by hand", {}],
  ["under kubectl", AS_KUBECTL],
])("a cold call that waits for more than five seconds names the host: %s", async (_, variables) => {
  await using scene = await setScene();
  const { cloud } = scene;
  cloud.faults.next("cs", { delayMilliseconds: 5600 });
  const outcome = await scene.run(getCredential(cloud), { ...scene.alice, ...variables });
  expect(outcome.exitCode).toBe(0);
  expect(outcome.stderr).toBe(`info: waiting for ${cloud.addresses.cs.host} …\n`);
});

test("a refused certificate for which the API has no other is reported", async () => {
  const clock = { now: Date.now() };
  await using scene = await setScene({ now: () => clock.now });
  const { cloud } = scene;
  const ask = () =>
    scene.runInProcess(
      getCredential(cloud),
      { ...scene.alice, ...AS_KUBECTL },
      { now: () => clock.now, random: () => 0, parentProcess: () => ({ id: 1, incarnation: "0" }) },
    );
  await ask();
  clock.now += 3_600_000;
  await ask();
  cloud.faults.always("cs", errorFault(403, "Forbidden.RAM", "No."));
  clock.now += 100;
  const { exitCode, stderr } = await ask();
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /^warning: no new certificate, continuing with the one that the API server has refused \(401 Unauthorized\), and that is valid until/,
  );
});
