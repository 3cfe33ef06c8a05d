import { afterEach, beforeEach, expect, test } from "bun:test";
import { type FakeCloud, startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";

let cloud: FakeCloud;
beforeEach(async () => {
  cloud = await startFakeCloud();
});
afterEach(() => cloud.stop());

const get = (query: string) => fetch(`${cloud.addresses.credentialsUri.url}/credentials?${query}`);

test("the credentials URI knows no other role", async () => {
  expect((await get("role=nobody")).status).toBe(404);
});
