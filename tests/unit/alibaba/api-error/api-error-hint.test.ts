import { describe, expect, test } from "bun:test";
import { REFUSAL_HINTS, apiErrorHint } from "../../../../src/alibaba/api-error/api-error-hint.ts";
import type { Refusal } from "../../../../src/alibaba/api-error/hint-rule.ts";
import { HOUR } from "../../../support/certificates.ts";

// The hint for each answer of the cloud is tested in tests/binary/cloud; here is what the clock and the action change.

function hint(code: string | undefined, given: Partial<Refusal> = {}): string {
  const api = { name: "the ACK API", ramAction: "cs:Fake" };
  return apiErrorHint({
    api,
    status: 400,
    code,
    message: undefined,
    requestId: undefined,
    denied: undefined,
    skewMs: 0,
    ...given,
  });
}

test("every hint names the public page that shows the answer", () => {
  for (const { source } of REFUSAL_HINTS) expect(source).toMatch(/^https:\/\/[\w.]+\/\S+$/);
});

describe("on a machine whose clock is an hour off", () => {
  test.each([
    "InvalidTimeStamp.Expired",
    "InvalidTimeStamp",
    "IllegalTimestamp",
    "SignatureNonceUsed",
    "RequestExpired",
    "InvalidSecurityToken.Expired",
  ])("%s is blamed on the clock", (code) => {
    expect(hint(code, { skewMs: HOUR })).toBe("the clock of this machine is 60 min ahead of the server's: correct it");
  });

  test("a refusal that has nothing to do with time is not blamed on the clock", () => {
    expect(hint("Forbidden", { status: 403, skewMs: HOUR })).not.toContain("clock");
  });
});

test.each(["InternalError", "Throttling.User"])("%s says to try again", (code) => {
  expect(hint(code, { status: 500 })).toContain("try again");
});

test.each([500, 502, 503, 504])("HTTP %d without a code says to look at the network, and to try again", (status) => {
  expect(hint(undefined, { status })).toMatch(/check the network .* try again$/);
});

test.each([400, 403, 404, 407])("HTTP %d without a code points to a proxy or a captive portal", (status) => {
  expect(hint(undefined, { status })).toMatch(
    /a proxy or a captive portal rather than the API.*check the network and the endpoint$/,
  );
});

const forbidden = (ramAction: string | undefined): string =>
  hint("Forbidden", { status: 403, api: { name: "it", ramAction } });

describe("the hint names the action that a policy must allow", () => {
  test("and RBAC in the cluster for a kubeconfig, which needs both", () => {
    expect(forbidden("cs:DescribeClusterUserKubeconfig")).toMatch(/cs:DescribeClusterUserKubeconfig .* RBAC role/);
  });

  test.each(["cs:DescribeClustersV1", "sts:GetCallerIdentity"])("%s alone", (action) => {
    expect(forbidden(action)).toEndWith(`allow it the action ${action}`);
  });

  test("but not if RAM policies do not govern the call", () => {
    expect(forbidden(undefined)).not.toMatch(/RAM|action|RBAC/);
  });
});
