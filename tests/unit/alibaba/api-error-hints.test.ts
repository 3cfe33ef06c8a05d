import { describe, expect, test } from "bun:test";
import { apiErrorHint } from "../../../src/alibaba/api-error-hints.ts";
import { HOUR } from "../../support/certificates.ts";

function hint(code: string | undefined, status = 400, skewMs = 0): string {
  return apiErrorHint({ status, code, skewMs, ramAction: "cs:Fake" });
}

describe("the hint for", () => {
  test.each([
    ["Forbidden", "allow it the action cs:Fake"],
    ["Forbidden.RAM", "allow it the action cs:Fake"],
    ["StatusForbidden", "allow it the action cs:Fake"],
    ["NoPermission", "allow it the action cs:Fake"],
    ["ErrorClusterNotFound", "--cluster-id"],
    ["ClusterNotFound", "--cluster-id"],
    ["InvalidClusterId", "--cluster-id"],
    ["InvalidAccessKeyId.NotFound", "the access key does not exist or is disabled"],
    ["InvalidAccessKeyId.Inactive", "the access key does not exist or is disabled"],
    ["SignatureDoesNotMatch", "secret does not fit"],
    ["IncompleteSignature", "secret does not fit"],
    ["InvalidSecurityToken.Expired", "the STS token has expired"],
    ["InvalidSecurityToken.Malformed", "the STS token has expired"],
    ["SecurityTokenExpired", "the STS token has expired"],
    ["Throttling", "too many calls"],
    ["Throttling.User", "too many calls"],
    ["InvalidTimeStamp.Expired", "clock"],
    ["InvalidParameter", "flags"],
    ["SomethingElse", "error center"],
  ])("%s says: %s", (code, words) => {
    expect(hint(code)).toContain(words);
  });

  test("InvalidAccessKeyIdOrSecurityToken says that the STS token is to blame", () => {
    expect(hint("InvalidAccessKeyIdOrSecurityToken")).toContain("STS token");
  });

  test.each([
    "InvalidTimeStamp.Expired",
    "InvalidTimeStamp",
    "SignatureNonceUsed",
    "RequestExpired",
    "InvalidSecurityToken.Expired",
  ])("%s on a machine whose clock is an hour off says so", (code) => {
    expect(hint(code, 400, HOUR)).toBe("the clock of this machine is 60 min ahead of the server's: set it right");
  });

  test("a refusal that has nothing to do with time does not blame the clock", () => {
    expect(hint("Forbidden", 403, HOUR)).not.toContain("clock");
  });

  test.each([500, 502, 503, 504])("HTTP %d without a code says to try again", (status) => {
    expect(hint(undefined, status)).toContain("try again");
  });

  test.each([400, 403, 404, 407])("HTTP %d without a code says that this is not the API", (status) => {
    expect(hint(undefined, status)).toContain("check the endpoint");
  });
});

function forbidden(ramAction: string | undefined): string {
  return apiErrorHint({ status: 403, code: "Forbidden", skewMs: 0, ramAction });
}

describe("what a policy must allow is named", () => {
  test("with RBAC in the cluster for a kubeconfig, which needs both", () => {
    expect(forbidden("cs:DescribeClusterUserKubeconfig")).toMatch(/cs:DescribeClusterUserKubeconfig .* RBAC role/);
  });

  test.each(["cs:DescribeClustersV1", "sts:AssumeRole"])("%s alone", (action) => {
    expect(forbidden(action)).toEndWith(`allow it the action ${action}`);
  });

  test("not at all where RAM policies have no say", () => {
    expect(forbidden(undefined)).not.toMatch(/RAM|action|RBAC/);
  });
});
