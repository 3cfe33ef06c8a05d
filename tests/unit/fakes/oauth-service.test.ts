import { expect, test } from "bun:test";
import * as v from "valibot";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";

const cloud = cloudInEachTest();

const post = (path: string, init: { headers?: Record<string, string>; body?: string }) =>
  fetch(`${cloud.addresses.oauth.url}${path}`, {
    method: "POST",
    ...init,
    tls: { ca: cloud.certificateAuthorityPem },
  });
const exchange = (accessToken: string) => post("/v1/exchange", { headers: { authorization: `Bearer ${accessToken}` } });
const refresh = (refreshToken: string) =>
  post("/v1/token", {
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: "4038181954557748008",
    }).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });

test("OAuth refreshes once for each refresh token, and the new access token works", async () => {
  const login = cloud.signInWithOAuth(cloud.roles.ci, -1);
  expect((await exchange(login.accessToken)).status).toBe(401);
  const schema = v.object({ access_token: v.string(), refresh_token: v.string() });
  const renewed = v.parse(schema, await (await refresh(login.refreshToken)).json());
  expect(renewed.refresh_token).not.toBe(login.refreshToken);
  expect((await exchange(renewed.access_token)).status).toBe(200);
  expect((await refresh(login.refreshToken)).status).toBe(400);
});
