import { describe, expect, test } from "bun:test";
import {
  type ClusterUserKubeconfig,
  describeClusterUserKubeconfig,
} from "../../../../src/alibaba/cs/describe-cluster-user-kubeconfig.ts";
import type { HttpResponse, HttpRequest } from "../../../../src/http/http-client.ts";
import { NOW } from "../../../support/fake-world.ts";
import { httpResponse } from "../../../support/http-response.ts";
import { CALLER } from "../../../support/fake-caller.ts";
import { recordedLog } from "../../../support/recorded-log.ts";
import { KEY_ID, SECRET, TOKEN } from "../../../support/search-context.ts";
import { everythingShownOf, toolErrorOf } from "../../../support/tool-error-of.ts";

const fine = JSON.stringify({ config: "kind: Config", expiration: "2024-01-02T06:04:05Z" });

interface Call {
  readonly requests: HttpRequest[];
  readonly said: string[];
  readonly result: Promise<ClusterUserKubeconfig>;
}

function call(answer: HttpResponse, given: { clusterId?: string; durationMinutes?: number } = {}): Call {
  const requests: HttpRequest[] = [];
  const log = recordedLog();
  const result = describeClusterUserKubeconfig(
    {
      endpoint: "https://cs.fake.example",
      clusterId: "c1",
      durationMinutes: 180,
      credentials: { accessKeyId: KEY_ID, accessKeySecret: SECRET, securityToken: TOKEN },
      ...given,
    },
    {
      send: (build) => {
        requests.push(build(), build());
        return Promise.resolve(answer);
      },
      now: () => NOW,
      nonce: () => `nonce-${requests.length}`,
      log,
      caller: CALLER,
    },
  );
  return { requests, said: log.lines, result };
}

test.each([
  ["production", /"production" looks like a cluster's name, not its id: ack-ram-tool get-kubeconfig production$/],
  ["c1234567890abcdef1234567890abcdef", /check --cluster-id/],
])("a cluster %s that is not there is answered with a hint", async (clusterId, hint) => {
  const { result } = call(httpResponse(404, '{"code":"ErrorClusterNotFound","message":"no such"}'), { clusterId });
  const error = await toolErrorOf(() => result);
  expect(error.code).toBe("api_error");
  expect(error.hint).toMatch(hint);
});

describe("the request", () => {
  test.each([
    [{}, "https://cs.fake.example/k8s/c1/user_config?PrivateIpAddress=true&TemporaryDurationMinutes=180"],
    [{ durationMinutes: 0 }, "https://cs.fake.example/k8s/c1/user_config?PrivateIpAddress=true"],
    [
      { clusterId: "a/b *" },
      "https://cs.fake.example/k8s/a%2Fb%20%2A/user_config?PrivateIpAddress=true&TemporaryDurationMinutes=180",
    ],
  ])("for %j goes to %s", async (given, url) => {
    const { requests, result } = call(httpResponse(200, fine), given);
    await result;
    expect(requests[0]).toMatchObject({ method: "GET", url });
  });

  test("is signed", async () => {
    const { requests, result } = call(httpResponse(200, fine));
    await result;
    expect(requests[0]?.headers["authorization"]).toStartWith(`acs ${KEY_ID}:`);
    expect(requests[0]?.headers["x-acs-action"]).toBe("DescribeClusterUserKubeconfig");
  });
});

describe("the answer", () => {
  test.each([
    ["UTC", '"2024-01-02T06:04:05Z"', Date.parse("2024-01-02T06:04:05Z")],
    ["an offset", '"2024-01-02T14:04:05+08:00"', Date.parse("2024-01-02T06:04:05Z")],
    ["nothing", '""', undefined],
    ["white space", '" "', undefined],
    ["null", "null", undefined],
  ])("may have an expiration in %s", async (_, expiration, time) => {
    const { result } = call(httpResponse(200, `{"config":"kind: Config","expiration":${expiration}}`));
    expect(await result).toEqual({ config: "kind: Config", expiration: time });
  });

  test("may have no expiration, and may have unknown fields", async () => {
    expect(await call(httpResponse(200, '{"config":"x","more":1}')).result).toEqual({
      config: "x",
      expiration: undefined,
    });
  });

  test.each([
    ["204 without a body", httpResponse(204, ""), "it is empty"],
    ["null", httpResponse(200, "null"), "it contains only null"],
    ["an empty object", httpResponse(200, "{}"), "config is missing"],
    ["an empty config", httpResponse(200, '{"config":""}'), "config is missing"],
    ["a config that is not text", httpResponse(200, '{"config":{}}'), "config must be a string, not an object"],
    ["HTML", httpResponse(200, "<html>"), "it is not valid JSON"],
    ["half of the answer", httpResponse(200, fine.slice(0, 20)), "it is not valid JSON"],
    [
      "an expiration that is not a date",
      httpResponse(200, '{"config":"x","expiration":"soon"}'),
      "expiration is not a date",
    ],
    [
      "an expiration that is a number",
      httpResponse(200, '{"config":"x","expiration":1}'),
      "expiration must be a string",
    ],
  ])("that is %s cannot be used", async (_, answer, problem) => {
    const error = await toolErrorOf(() => call(answer).result);
    expect(error).toMatchObject({ code: "api_answer_invalid", exitCode: 1 });
    expect(error.message).toContain(
      `the ACK API (cs.fake.example) sent an answer that cannot be used (HTTP ${answer.status}): ${problem}`,
    );
  });

  test.each([199, 300, 304, 400, 403, 404, 429, 500, 599])("with HTTP %d is a refusal", async (status) => {
    const error = await toolErrorOf(
      () => call(httpResponse(status, '{"code":"FakeCode","requestId":"fake-id"}')).result,
    );
    expect(error.code).toBe("api_error");
    expect(everythingShownOf(error)).toContain("request id fake-id");
  });

  test("from a server whose clock is an hour off is used, with a warning", async () => {
    const { said, result } = call(httpResponse(200, fine, { date: "Tue, 02 Jan 2024 04:04:05 GMT" }));
    await result;
    expect(said).toEqual([
      "warn: the clock of this machine is 60 min behind the server's: certificates may look expired or not yet valid",
    ]);
  });
});

test("no error shows a secret", async () => {
  for (const answer of [
    httpResponse(403, "{}"),
    httpResponse(200, "null"),
    httpResponse(200, `{"config":["${SECRET}"]}`),
  ]) {
    const shown = everythingShownOf(await toolErrorOf(() => call(answer).result));
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain(TOKEN);
  }
});
