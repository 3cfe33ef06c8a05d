import type { ApiPorts } from "../../../src/alibaba/api-types.ts";
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "bun:test";
import type { AccessKeyCredentials } from "../../../src/alibaba/cloud-credentials.ts";
import { exchangeAccessTokenForSts } from "../../../src/alibaba/oauth/exchange-access-token-for-sts.ts";
import { generateSessionAccessKey } from "../../../src/alibaba/sts/generate-session-access-key.ts";
import type { ErrorCode } from "../../../src/errors/codes.ts";
import { NOW } from "../../support/fake-world.ts";
import { httpResponse } from "../../support/http-response.ts";
import { CALLER } from "../../support/fake-caller.ts";
import { recordedLog } from "../../support/recorded-log.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

const endpoint = "https://fake.example";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pair = {
  name: "fake-pair",
  privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  durationSeconds: 900,
};

function answering(body: unknown): ApiPorts {
  const answer = httpResponse(200, JSON.stringify(body));
  return {
    send: (build) => {
      build();
      return Promise.resolve(answer);
    },
    now: () => NOW,
    nonce: () => "nonce",
    log: recordedLog(),
    caller: CALLER,
  };
}

// The exchanges that have their own spelling of the fields; the others are in tests/integration/bad-exchanges.test.ts.
describe.each<[string, (expiration: string) => Promise<AccessKeyCredentials>]>([
  [
    "a session key of an RSA key pair",
    (Expiration) =>
      generateSessionAccessKey(
        endpoint,
        pair,
        answering({ SessionAccessKey: { SessionAccessKeyId: "TMP.fake", SessionAccessKeySecret: "fake", Expiration } }),
      ),
  ],
  [
    "an OAuth token's exchange",
    (expiration) =>
      exchangeAccessTokenForSts(
        endpoint,
        "fake-token",
        answering({ accessKeyId: "TMP.fake", accessKeySecret: "fake", securityToken: "fake", expiration }),
      ),
  ],
])("%s", (_, exchange) => {
  test("gives credentials with their expiration", async () => {
    const end = NOW + 60_000;
    expect(await exchange(new Date(end).toISOString())).toMatchObject({ accessKeyId: "TMP.fake", expiration: end });
  });

  test.each<[string, string, ErrorCode, RegExp]>([
    ["that is not a date", "soon", "api_answer_invalid", /xpiration is not a date/],
    ["in the past", "2020-01-01T00:00:00Z", "credentials_failed", /have already expired \(2020-01-01/],
  ])("with an expiration %s is refused", async (__, expiration, code, message) => {
    const error = await toolErrorOf(() => exchange(expiration));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});
