import { describe, expect, test } from "bun:test";
import { errorFault, type Fault, htmlFault, redirectFault, type UserConfigFlaw } from "../fakes/server/fault.ts";
import { cachedEntries } from "../support/cached-entries.ts";
import { getCredential, variablesOf } from "../support/command-lines.ts";
import { expectRefusal, type Refusal } from "../support/expect-refusal.ts";
import { setScene } from "../support/scene.ts";

/** Asks a cloud that answers so; the cache holds another certificate of the same identity, which must stay. */
async function expectRefusalOf(fault: Fault, refusal: Refusal): Promise<void> {
  await using scene = await setScene();
  const { cloud } = scene;
  const alice = variablesOf(cloud.identities.alice);
  const world = { sleep: () => Promise.resolve() };
  await scene.runInProcess(getCredential(cloud), alice, world);
  const before = cachedEntries(scene);
  cloud.faults.always("cs", fault);
  expectRefusal(await scene.runInProcess(getCredential(cloud, "--expiration", "1h"), alice, world), refusal);
  expect(cachedEntries(scene)).toEqual(before);
}

describe("an API error keeps its code, message and status", () => {
  const statuses = [400, 401, 403, 404, 405, 409, 422, 429, 451, 499, 500, 501, 502, 503, 504, 520, 599];
  const cases = statuses.flatMap((status) => [[status, "gateway"] as const, [status, "product"] as const]);
  test.each(cases)("HTTP %d in the spelling of the %s", async (status, spelling) => {
    await expectRefusalOf(errorFault(status, "SomethingOdd", "It went wrong.", spelling), {
      error: new RegExp(
        `^error: the ACK API refused access key LTAI…0000 \\(environment variables\\): SomethingOdd: It went wrong. \\(HTTP ${status}, request id REQUEST-OF-A-FAULT\\)$`,
      ),
    });
  });

  test.each([
    [403, "StatusForbidden", /cs:DescribeClusterUserKubeconfig/],
    [403, "Forbidden.RAM", /cs:DescribeClusterUserKubeconfig/],
    [404, "ErrorClusterNotFound", /--cluster-id/],
    [404, "InvalidAccessKeyId.NotFound", /no such access key/],
    [400, "InvalidAccessKeyId.Inactive", /is disabled/],
    [400, "SignatureDoesNotMatch", /access key secret does not match/],
    [400, "InvalidSecurityToken.Expired", /STS token has expired/],
    [400, "Throttling.User", /try again/],
    [500, "InternalError", /try again/],
  ])("HTTP %d %s comes with a hint", async (status, code, hint) => {
    await expectRefusalOf(errorFault(status, code), { error: code, hint });
  });

  test("and its request id, for those who ask for details", async () => {
    await using scene = await setScene();
    scene.cloud.faults.always("cs", errorFault(403, "Forbidden"));
    const argv = getCredential(scene.cloud, "-v");
    const { stderr } = await scene.runInProcess(argv, variablesOf(scene.cloud.identities.alice));
    expect(stderr).toContain("debug: request id REQUEST-OF-A-FAULT");
  });
});

const body = (status: number, text: string): Fault => ({ reply: { status, body: text } });

describe("an invalid answer is reported as one", () => {
  test.each<[string, Fault, RegExp]>([
    ["a proxy's page instead of an error", htmlFault(403), /HTTP 403 and no message/],
    ["a proxy's page instead of a kubeconfig", htmlFault(200), /\(HTTP 200\): it is not valid JSON/],
    ["an empty error", body(404, ""), /HTTP 404 and no message/],
    ["an empty answer", body(200, ""), /\(HTTP 200\): it is empty/],
    ["204", body(204, ""), /\(HTTP 204\): it is empty/],
    ["null", body(200, "null"), /\(HTTP 200\): it contains only null/],
    ["a list", body(200, "[]"), /\(HTTP 200\)/],
    ["a number", body(200, "7"), /it must be an object, not a number/],
    ["an error that is null", body(400, "null"), /HTTP 400 and no message/],
    ["a config that is a number", body(200, '{"config":7}'), /config must be a string, not a number/],
    ["half an answer", { transport: { kind: "truncated-body" } }, /broke|not valid JSON/],
    ["no HTTP at all", { transport: { kind: "garbage" } }, /broke/],
    ["a connection reset", { transport: { kind: "reset", at: "headers" } }, /broke/],
    ["two megabytes", { padBodyToBytes: 2_000_000 }, /more than 1024 kB/],
    ["a redirect", redirectFault("https://127.0.0.1:9/"), /redirect/],
  ])("%s", async (_, fault, error) => {
    await expectRefusalOf(fault, { error });
  });
});

describe("a kubeconfig that kubectl could not use is refused", () => {
  test.each<[UserConfigFlaw, RegExp]>([
    ["no-users", /has no users/],
    ["no-certificate", /has no client-certificate-data/],
    ["no-key", /has no client-key-data/],
    ["mismatching-key", /do not belong together/],
    ["expired-certificate", /sent expired on/],
    ["not-yet-valid-certificate", /is not valid before/],
    ["broken-base64", /client-certificate-data that is not PEM in base64/],
    ["broken-pem", /certificate that cannot be read/],
    ["broken-yaml", /is not YAML/],
    ["blank-config", /config is missing/],
    ["missing-config", /config is missing/],
    ["odd-expiration", /expiration is not a date/],
    ["past-expiration", /sent expired on/],
  ])("%s", async (userConfig, error) => {
    await expectRefusalOf({ userConfig }, { error });
  });

  test.each<[UserConfigFlaw]>([
    ["ec-key"],
    ["current-context-second"],
    ["unknown-current-context"],
    ["no-clusters"],
    ["missing-expiration"],
    ["blank-expiration"],
  ])("but %s does no harm", async (userConfig) => {
    await using scene = await setScene();
    scene.cloud.faults.always("cs", { userConfig });
    const outcome = await scene.runInProcess(getCredential(scene.cloud), variablesOf(scene.cloud.identities.alice));
    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("a clock that is off by an hour is said to be", () => {
  test.each([
    [60, "60 min behind the server's"],
    [-60, "60 min ahead of the server's"],
  ])("the server's is %d minutes ahead", async (minutes, hint) => {
    await using scene = await setScene({ now: () => Date.now() + minutes * 60_000 });
    const outcome = await scene.runInProcess(getCredential(scene.cloud), variablesOf(scene.cloud.identities.alice));
    expectRefusal(outcome, { error: "InvalidTimeStamp.Expired", hint });
  });
});
