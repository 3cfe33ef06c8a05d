import { expect, setDefaultTimeout, test } from "bun:test";
import { startSilentListener } from "../../fakes/server/start-silent-listener.ts";
import { kindsOfCacheFiles } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { FAULTS, hostOf } from "../../support/faults.ts";
import { setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

// The whole matrix is in tests/integration. A process of its own shows that the program ends by itself.

test.each(FAULTS)("while $name a cold call ends by itself with a clear error", async (fault) => {
  const { serverCertificate } = fault;
  await using scene = await setScene(serverCertificate === undefined ? {} : { serverCertificate });
  const { cloud } = scene;
  const silent = await startSilentListener();
  const host = hostOf(fault, cloud.addresses.cs.host, silent.host);
  if (fault.fault !== undefined) cloud.faults.always("cs", fault.fault);

  const timeout = fault.hangs === true ? "1s" : "60s";
  const outcome = await scene.run(getCredential(cloud, "--cs-endpoint", host, "--timeout", timeout), scene.alice);
  await silent.stop();

  expectRefusal(outcome, fault);
  expect(kindsOfCacheFiles(scene).toSorted()).toEqual(fault.isAnswer === true ? ["failure", "lock"] : ["lock"]);
  expect(cloud.requests.count("cs")).toBeLessThanOrEqual(fault.tries);
});
