import { expect, test } from "bun:test";
import { getToken } from "../../../src/get-token/get-token.ts";
import { farDeadline } from "../../support/deadlines.ts";
import { ORIGIN } from "../../support/fake-caller.ts";
import { fakeWorld } from "../../support/fake-world.ts";
import { recordedLog } from "../../support/recorded-log.ts";
import { everythingShownOf, toolErrorOf } from "../../support/tool-error-of.ts";

const request = { clusterId: "c1", extraQuery: {}, deadline: farDeadline };
const world = { ...fakeWorld(), log: recordedLog() };

test("an access key makes a token without the network", async () => {
  const source = { kind: "access-key", accessKeyId: "LTAIfake", accessKeySecret: "fake-secret" } as const;
  const { token, expiresAt } = await getToken({ ...request, found: { source, origin: ORIGIN } }, world);
  expect(token).toStartWith("k8s-ack-v2.");
  expect(expiresAt - world.now()).toBe(600_000);
});

test("a bearer token cannot sign one, and is not shown", async () => {
  const source = { kind: "bearer", bearerToken: "fake-bearer" } as const;
  const error = await toolErrorOf(() => getToken({ ...request, found: { source, origin: ORIGIN } }, world));
  expect(error.code).toBe("credentials_invalid");
  expect(everythingShownOf(error)).not.toContain("fake-bearer");
});
