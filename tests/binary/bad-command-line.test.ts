import { describe, expect, test } from "bun:test";
import { cachedEntries } from "../support/cached-entries.ts";
import { getCredential, variablesOf } from "../support/command-lines.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { setScene, type Variables } from "../support/scene.ts";

const plugin = ["credential-plugin", "get-credential"];
const id = ["-c", "c1234567890abcdef1234567890abcdef"];

describe("a wrong command line is a usage error that loses nothing and asks nobody", () => {
  test.each<[readonly string[], string, RegExp]>([
    [["bogus"], 'unknown command "bogus"', /commands are: credential-plugin, auth/],
    [["constructor"], 'unknown command "constructor"', /commands are:/],
    [["__proto__"], 'unknown command "__proto__"', /commands are:/],
    [["credential-plugin", "toString"], 'unknown command "toString"', /get-credential/],
    [plugin, "--cluster-id is missing", /cluster's id/],
    [[...plugin, "--cluster-id="], "--cluster-id is missing", /cluster's id/],
    [[...plugin, "--cluster-id"], "--cluster-id needs a value", /--cluster-id VALUE/],
    [[...plugin, "-c", "--verbose"], "-c needs a value", /-c VALUE/],
    [[...plugin, ...id, "--bogus"], "unknown flag --bogus", /--help/],
    [[...plugin, ...id, "--__proto__=1"], "unknown flag --__proto__", /--help/],
    [[...plugin, ...id, "--constructor", "1"], "unknown flag --constructor", /--help/],
    [[...plugin, ...id, "-x"], "unknown flag -x", /--help/],
    [[...plugin, ...id, "stray"], 'unexpected argument "stray"', /--help/],
    [[...plugin, ...id, "--", "stray"], 'unexpected argument "stray"', /--help/],
    [
      [...plugin, ...id, "--ignore-env-credentials=maybe"],
      'true or false, not "maybe"',
      /--ignore-env-credentials=false/,
    ],
    [[...plugin, ...id, "--expiration", "1d"], '--expiration "1d" is no duration', /3h, 90m or 1h30m/],
    [[...plugin, ...id, "--expiration", "3"], '--expiration "3" is no duration', /3h, 90m or 1h30m/],
    [[...plugin, ...id, "--expiration", "14m59s"], "--expiration 14m59s is out of range", /15m to 72h/],
    [[...plugin, ...id, "--expiration", "72h0m1s"], "--expiration 72h0m1s is out of range", /15m to 72h/],
    [[...plugin, ...id, "--expiration=-3h"], "--expiration -3h is out of range", /15m to 72h/],
    [[...plugin, ...id, "--api-version", "v1alpha1"], "must be one of v1, v1beta1", /--help/],
    [[...plugin, ...id, "--api-version", "V1"], "must be one of v1, v1beta1", /--help/],
    [[...plugin, ...id, "--timeout", "soon"], '--timeout "soon" is no duration', /30s or 2m/],
    [[...plugin, ...id, "--credential-type", "magic"], "must be one of auto, imds, ecs-role, not", /--help/],
    [[...plugin, ...id, "--credential-type", "sdk"], "must be one of auto, imds, ecs-role, not", /leave it out/],
    [[...plugin, ...id, "--cs-endpoint", "http://cs.example.com"], "must use https", /loopback/],
    [[...plugin, ...id, "--cs-endpoint", "cs.example.com/path"], "is no endpoint", /host, host:port/],
    [[...plugin, ...id, "--region-id", "../evil", "--cs-endpoint="], "is no region id", /cn-hangzhou/],
    [["version", "--output", "xml"], "must be one of text, json", /--help/],
  ])("%j", async (argv, error, hint) => {
    await using scene = await setScene();
    const { cloud } = scene;
    const alice = variablesOf(cloud.identities.alice);
    await scene.runInProcess(getCredential(cloud), alice);
    const [before, asked] = [[scene.newFiles(), cachedEntries(scene)], cloud.requests.count()];

    const variables = argv.includes("--cs-endpoint=") ? { ACK_RAM_TOOL_CS_ENDPOINT: undefined } : {};
    expectRefusal(await scene.run(argv, { ...alice, ...variables }), { exitCode: 2, error, hint });
    expect([scene.newFiles(), cachedEntries(scene)]).toEqual(before);
    expect(cloud.requests.count()).toBe(asked);
  });
});

describe("what is no cluster id is never part of a path or of a request", () => {
  test.each([
    ["../../evil"],
    ["../../../../../../tmp/evil"],
    ["/etc/passwd"],
    ["c1/../../evil"],
    ["c1 "],
    [" "],
    ["two words"],
    ["c".repeat(300)],
    ["c1%2f..%2fevil"],
    ["c1?x=y"],
    ["c1\nx"],
    ["ç1"],
    [".."],
    ["-c1"],
  ])("%j", async (clusterId) => {
    await using scene = await setScene();
    const outcome = await scene.run(
      [...plugin, `--cluster-id=${clusterId}`],
      variablesOf(scene.cloud.identities.alice),
    );
    expectRefusal(outcome, { exitCode: 2, error: "is no cluster id", hint: "letters, digits and dashes" });
    expect(outcome.stderr.length).toBeLessThan(500);
    expect(scene.newFiles()).toEqual([]);
    expect(scene.cloud.requests.count()).toBe(0);
  });
});

describe("a variable that should hold an address, and does not, is an error that names it", () => {
  test.each<[string, string, Variables]>([
    ["ALIBABA_CLOUD_CREDENTIALS_URI", "nonsense", {}],
    ["ALIBABA_CLOUD_CREDENTIALS_URI", "data:application/json,{}", {}],
    ["ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:99999/", {}],
    ["ALIBABA_CLOUD_IMDS_ENDPOINT", "127.0.0.1:1", { ALIBABA_CLOUD_ECS_METADATA: "instance" }],
    ["ALIBABA_CLOUD_IMDS_ENDPOINT", "nonsense", { ACK_RAM_TOOL_CREDENTIAL_TYPE: "imds" }],
  ])("%s=%s", async (name, value, others) => {
    await using scene = await setScene();
    const outcome = await scene.run(getCredential(scene.cloud), { [name]: value, ...others });
    expectRefusal(outcome, { error: `${name} is no http or https address`, hint: "set it again" });
    expect(outcome.stderr).not.toContain(value);
  });
});

describe("a wrong variable is an error that names it", () => {
  test.each<[string, string, number, RegExp, RegExp]>([
    ["KUBERNETES_EXEC_INFO", "{", 1, /KUBERNETES_EXEC_INFO is not .* valid JSON/, /unset it/],
    ["KUBERNETES_EXEC_INFO", "[]", 1, /KUBERNETES_EXEC_INFO is not an ExecCredential/, /unset it/],
    ["KUBERNETES_EXEC_INFO", "null", 1, /KUBERNETES_EXEC_INFO is not an ExecCredential/, /unset it/],
    ["KUBERNETES_EXEC_INFO", '{"kind":"ExecCredential"}', 1, /is not an ExecCredential/, /unset it/],
    [
      "KUBERNETES_EXEC_INFO",
      '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1alpha1"}',
      1,
      /asks for apiVersion "client.authentication.k8s.io\/v1alpha1"/,
      /set apiVersion/,
    ],
    ["ACK_RAM_TOOL_CREDENTIAL_TYPE", "magic", 2, /ACK_RAM_TOOL_CREDENTIAL_TYPE must be one of/, /--help/],
    ["ACK_RAM_TOOL_CS_ENDPOINT", "ftp://x", 2, /must use https/, /loopback/],
    ["ALIBABA_CLOUD_ACCESS_KEY_SECRET", "two words", 1, /ALIBABA_CLOUD_ACCESS_KEY_SECRET/, /set it again/],
  ])("%s=%s", async (name, value, exitCode, error, hint) => {
    await using scene = await setScene();
    const { cloud } = scene;
    const outcome = await scene.run(getCredential(cloud), { ...variablesOf(cloud.identities.alice), [name]: value });
    expectRefusal(outcome, { exitCode, error, hint });
    expect(cloud.requests.count()).toBe(0);
  });
});
