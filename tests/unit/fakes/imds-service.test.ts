import { expect, test } from "bun:test";
import type { FakeCloud } from "../../fakes/cloud/start-fake-cloud.ts";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";

const cloud = cloudInEachTest();

const path = "/latest/meta-data/ram/security-credentials/";
const get = (where: string, headers: Record<string, string> = {}) =>
  fetch(`${cloud.addresses.imds.url}${where}`, { headers });
const newToken = (seconds: string) =>
  fetch(`${cloud.addresses.imds.url}/latest/api/token`, {
    method: "PUT",
    headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": seconds },
  });

test.each<[string, FakeCloud["imds"]["mode"], Record<string, string>, number]>([
  ["no token, where both versions are on", "v1-and-v2", {}, 200],
  ["no token, where version 1 is off", "v2-only", {}, 403],
  ["a token of somebody else", "v1-and-v2", { "X-aliyun-ecs-metadata-token": "x" }, 401],
  ["any request, while it is off", "off", {}, 404],
])("answers %s", async (_, mode, headers, status) => {
  cloud.imds.mode = mode;
  expect((await get(path, headers)).status).toBe(status);
});

test.each(["0", "21601", "soon"])("gives no token for %p seconds", async (seconds) => {
  expect((await newToken(seconds)).status).toBe(400);
});
