import { expect, test } from "bun:test";
import { cloudInEachTest } from "../../support/cloud-in-each-test.ts";
import { callSts } from "./signed-call.ts";

const cloud = cloudInEachTest();

const session = (roleArn: string) => ({ RoleArn: roleArn, RoleSessionName: "a-test" });

const call = (parameters: Record<string, string> = {}) =>
  callSts(cloud, undefined, "AssumeRoleWithOIDC", {
    ...session(cloud.roles.workload.arn),
    OIDCProviderArn: cloud.oidc.providerArn,
    OIDCToken: cloud.oidc.token,
    ...parameters,
  });

test.each<[string, () => Record<string, string>, string]>([
  ["an expired token", () => ({ OIDCToken: cloud.oidc.expiredToken }), "AuthenticationFail.OIDCToken.Expired"],
  [
    "a token with a newline behind it",
    () => ({ OIDCToken: `${cloud.oidc.token}\n` }),
    "AuthenticationFail.OIDCToken.Invalid",
  ],
  ["an unknown provider", () => ({ OIDCProviderArn: "acs:ram::1:oidc-provider/x" }), "AuthenticationFail.NoPermission"],
  ["a role that does not trust it", () => ({ RoleArn: cloud.roles.ci.arn }), "AuthenticationFail.NoPermission"],
])("refuses %s", async (_, parameters, code) => {
  expect(await (await call(parameters())).json()).toMatchObject({ Code: code });
});
