import { afterEach, beforeEach, expect, test } from "bun:test";
import { type FakeCloud, startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { errorFault, htmlFault } from "../../fakes/server/fault.ts";
import { callCs, callSts, userConfigPath } from "./signed-call.ts";

let cloud: FakeCloud;
beforeEach(async () => {
  cloud = await startFakeCloud();
});
afterEach(() => cloud.stop());

function fetchUserConfig(): Promise<Response> {
  return callCs(cloud, cloud.identities.alice, userConfigPath(cloud.clusters.production.id));
}

const down = errorFault(503, "ServiceUnavailable");
const statuses = async (calls: number) => {
  const found: number[] = [];
  for (let call = 0; call < calls; call++) found.push((await fetchUserConfig()).status);
  return found;
};

test("`next` hits as many answers as asked for, in order", async () => {
  cloud.faults.next("cs", down, 2);
  cloud.faults.next("cs", htmlFault(502));
  expect(await statuses(4)).toEqual([503, 503, 502, 200]);
});

test("`always` hits every answer until it is cleared", async () => {
  cloud.faults.always("cs", down);
  expect(await statuses(2)).toEqual([503, 503]);
  cloud.faults.clear("cs");
  expect(await statuses(1)).toEqual([200]);
});

test("an action's fault leaves other actions alone", async () => {
  cloud.faults.always("sts:AssumeRole", down);
  const { alice } = cloud.identities;
  expect((await callSts(cloud, alice, "GetCallerIdentity")).status).toBe(200);
  expect((await callSts(cloud, alice, "AssumeRole")).status).toBe(503);
});

test("what was hit by a fault is marked in the log", async () => {
  cloud.faults.next("cs", down);
  await statuses(2);
  expect(cloud.requests.of("cs").map(({ faulty, code }) => [faulty, code])).toEqual([
    [true, "ServiceUnavailable"],
    [false, undefined],
  ]);
});
