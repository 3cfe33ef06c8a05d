import { expect, test } from "bun:test";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";

const cloud = cloudInEachTest();

const get = (query: string) => fetch(`${cloud.addresses.credentialsUri.url}/credentials?${query}`);

test("the credentials URI refuses an unknown role", async () => {
  expect((await get("role=nobody")).status).toBe(404);
});
