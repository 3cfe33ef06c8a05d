import { afterEach, beforeEach, expect, test } from "bun:test";
import * as v from "valibot";
import { type FakeCloud, startFakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { credentialsSchema, statusAtCs } from "./status-at-cs.ts";

let cloud: FakeCloud;
beforeEach(async () => {
  cloud = await startFakeCloud();
});
afterEach(() => cloud.stop());

const get = (query: string) => fetch(`${cloud.addresses.credentialsUri.url}/credentials?${query}`);

test("the credentials URI gives the session of a role", async () => {
  const credentials = v.parse(credentialsSchema, await (await get("role=ci")).json());
  expect(await statusAtCs(cloud, credentials)).toBe(200);
});

test("the credentials URI leaves out what it is told to", async () => {
  const fields = v.parse(
    v.record(v.string(), v.string()),
    await (await get("role=ci&omit=SecurityToken,Expiration&code=Odd")).json(),
  );
  expect(Object.keys(fields)).toEqual(["Code", "AccessKeyId", "AccessKeySecret"]);
  expect(fields["Code"]).toBe("Odd");
});

test("the credentials URI knows no other role", async () => {
  expect((await get("role=nobody")).status).toBe(404);
});
