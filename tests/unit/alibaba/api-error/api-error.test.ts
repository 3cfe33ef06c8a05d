import { describe, expect, test } from "bun:test";
import { apiError } from "../../../../src/alibaba/api-error/api-error.ts";
import { isThrottling, readRefusal } from "../../../../src/alibaba/api-error/read-error-body.ts";
import { CALLER } from "../../../support/fake-caller.ts";
import { NOW } from "../../../support/fake-world.ts";
import { httpResponse } from "../../../support/http-response.ts";
import { everythingShownOf } from "../../../support/tool-error-of.ts";

const API = { name: "the ACK API", ramAction: "cs:Fake" };

describe("a refusal", () => {
  test.each([
    ["upper case", { Code: "Forbidden", Message: "no", RequestId: "fake-id" }],
    ["lower case", { code: "Forbidden", message: "no", requestId: "fake-id" }],
    ["mixed", { code: "Forbidden", Message: "no", requestid: "fake-id" }],
    ["with other fields", { Code: "Forbidden", Message: "no", RequestId: "fake-id", Data: [1], Recommend: null }],
  ])("is parsed from %s", (_, body) => {
    expect(readRefusal(httpResponse(403, JSON.stringify(body)))).toEqual({
      code: "Forbidden",
      message: "no",
      requestId: "fake-id",
      denied: undefined,
    });
  });

  test("takes its request id from the header if the body has none", () => {
    const answer = httpResponse(403, '{"code":"Forbidden"}', { "x-acs-request-id": "header-id" });
    expect(readRefusal(answer).requestId).toBe("header-id");
  });

  test.each([
    ["an object", (detail: object) => ({ AccessDeniedDetail: detail })],
    ["a text", (detail: object) => ({ accessDeniedDetail: JSON.stringify(detail) })],
  ])("explains with %s why RAM denied the call", (_, body) => {
    const detail = { AuthAction: "cs:GetClusters", NoPermissionType: "ExplicitDeny", PolicyType: "ControlPolicy" };
    expect(readRefusal(httpResponse(403, JSON.stringify({ code: "Forbidden", ...body(detail) }))).denied).toEqual({
      action: "cs:GetClusters",
      type: "ExplicitDeny",
      policy: "ControlPolicy",
    });
  });

  test("may have a numeric code", () => {
    expect(readRefusal(httpResponse(400, '{"code":404,"message":"gone"}'))).toMatchObject({
      code: "404",
      message: "gone",
    });
  });

  test.each([
    "",
    " ",
    "null",
    "[]",
    "{}",
    "17",
    '"text"',
    "<html><body>Bad gateway</body></html>",
    "{",
    '{"code":null,"message":""}',
    '{"code":{"a":1},"message":[1]}',
  ])("is empty in %j", (body) => {
    expect(readRefusal(httpResponse(502, body))).toEqual({
      code: undefined,
      message: undefined,
      requestId: undefined,
      denied: undefined,
    });
  });
});

describe("the error for a refusal", () => {
  test("says who refused, with what, and keeps the facts for debugging", () => {
    const error = apiError(
      API,
      CALLER,
      httpResponse(403, '{"code":"Forbidden","message":"not you","requestId":"fake-id"}'),
      NOW,
    );
    expect(error).toMatchObject({
      code: "api_error",
      exitCode: 1,
      message:
        "the ACK API refused access key LTAI…0000 (environment variables): Forbidden: not you (HTTP 403, request id fake-id)",
    });
    expect(error.hint).toContain("cs:Fake");
    const shown = everythingShownOf(error);
    for (const fact of [
      "debug: status 403",
      "debug: api code Forbidden",
      "debug: request id fake-id",
      "debug: host cs.fake.example",
    ]) {
      expect(shown).toContain(fact);
    }
  });

  test.each([
    ['{"code":"Forbidden"}', "the ACK API refused access key LTAI…0000 (environment variables): Forbidden (HTTP 400)"],
    [
      '{"code":"ErrorClusterNotFound","message":"cluster c9 not found"}',
      "the ACK API knows no such cluster for access key LTAI…0000 (environment variables): ErrorClusterNotFound: cluster c9 not found (HTTP 400)",
    ],
    ['{"message":"not you"}', "the ACK API refused access key LTAI…0000 (environment variables): not you (HTTP 400)"],
    ["<html>proxy</html>", "the ACK API (cs.fake.example) answered with HTTP 400 and no message"],
    ["", "the ACK API (cs.fake.example) answered with HTTP 400 and no message"],
    ["null", "the ACK API (cs.fake.example) answered with HTTP 400 and no message"],
  ])("%j: %s", (body, message) => {
    expect(apiError(API, CALLER, httpResponse(400, body), NOW).message).toBe(message);
  });

  test("is one line without control characters, however long the server's text is", () => {
    const text = `\u001b[31mred\u001b[0m\r\nnew line\u202e\u0007${"x".repeat(10_000)}`;
    const { message } = apiError(API, CALLER, httpResponse(400, JSON.stringify({ code: "A\nB", message: text })), NOW);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(600);
  });

  test.each(["code", "requestId"])("has nothing that a terminal obeys in its debug lines either: %s", (field) => {
    const body = { code: "Forbidden", message: "no", requestId: "fake-id", [field]: "\u001b]0;title\u0007\u001b[2J" };
    const shown = everythingShownOf(apiError(API, CALLER, httpResponse(403, JSON.stringify(body)), NOW));
    expect(shown.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  test("names a clock that is an hour off, by the answer's Date", () => {
    const answer = httpResponse(400, '{"Code":"InvalidTimeStamp.Expired"}', { date: "Tue, 02 Jan 2024 02:04:05 GMT" });
    expect(apiError(API, CALLER, answer, NOW).hint).toContain("60 min ahead of");
  });

  // The gateway's message for SignatureDoesNotMatch repeats the string to sign, x-acs-security-token with it.
  test("never shows the security token, which the API repeats with the string to sign", () => {
    const message =
      "Specified signature is not matched with our calculation. server string to sign is:GET\napplication/json\n\n\n" +
      "Tue, 02 Jan 2024 03:04:05 GMT\nx-acs-accesskey-id:LTAIfakefakefakeabcd\nx-acs-security-token:fake-security-token\n/k8s/c1/user_config";
    const error = apiError(
      API,
      CALLER,
      httpResponse(400, JSON.stringify({ Code: "SignatureDoesNotMatch", Message: message })),
      NOW,
    );
    expect(everythingShownOf(error)).not.toContain("fake-security-token");
  });
});

test.each([
  [400, '{"Code":"Throttling"}', true],
  [400, '{"code":"Throttling.User"}', true],
  [429, "{}", false],
  [200, '{"code":"Throttling"}', false],
  [403, '{"code":"Forbidden"}', false],
  [503, "<html>", false],
])("HTTP %d with %s is throttling: %p", (status, body, isIt) => {
  expect(isThrottling(httpResponse(status, body))).toBe(isIt);
});
