import { describe, expect, test } from "bun:test";
import { cachedEntries } from "../support/cached-entries.ts";
import { getCredential } from "../support/command-lines.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { setScene } from "../support/scene.ts";

// The unit tests of src/cli/arguments and src/credentials pin what each error says. Here is one of each kind, through the
// whole program.

const plugin = ["credential-plugin", "get-credential"];
const id = ["-c", "c1234567890abcdef1234567890abcdef"];

describe("a wrong command line is a usage error that loses nothing and sends no request", () => {
  test.each<[readonly string[], RegExp]>([
    [["__proto__"], /"__proto__"/],
    [["credential-plugin", "toString"], /"toString"/],
    [plugin, /--cluster-id/],
    [[...plugin, ...id, "--constructor", "1"], /--constructor/],
    [[...plugin, ...id, "--", "stray"], /"stray"/],
    [[...plugin, "--cluster-id=../../../../../../tmp/evil"], /--cluster-id ".*evil"/],
  ])("%j", async (argv, error) => {
    await using scene = await setScene();
    const { cloud } = scene;
    await scene.runInProcess(getCredential(cloud), scene.alice);
    const [before, asked] = [[scene.newFiles(), cachedEntries(scene)], cloud.requests.count()];

    expectRefusal(await scene.run(argv, scene.alice), { exitCode: 2, error });
    expect([scene.newFiles(), cachedEntries(scene)]).toEqual(before);
    expect(cloud.requests.count()).toBe(asked);
  });
});

describe("a wrong variable is an error that names it", () => {
  test.each<[string, string, number]>([
    ["KUBERNETES_EXEC_INFO", "{", 1],
    ["KUBERNETES_EXEC_INFO", '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1alpha1"}', 1],
    ["ACK_RAM_TOOL_CREDENTIAL_TYPE", "magic", 2],
    ["ACK_RAM_TOOL_CS_ENDPOINT", "ftp://x", 2],
    ["ALIBABA_CLOUD_ACCESS_KEY_SECRET", "two words", 1],
  ])("%s=%s", async (name, value, exitCode) => {
    await using scene = await setScene();
    const { cloud } = scene;
    const outcome = await scene.run(getCredential(cloud), { ...scene.alice, [name]: value });
    expectRefusal(outcome, { exitCode, error: name });
    expect(cloud.requests.count()).toBe(0);
  });

  test.each([
    ["ALIBABA_CLOUD_CREDENTIALS_URI", "data:application/json,{}", {}],
    ["ALIBABA_CLOUD_IMDS_ENDPOINT", "127.0.0.1:1", { ACK_RAM_TOOL_CREDENTIAL_TYPE: "imds" }],
  ])("%s=%s, whose value may be secret, so that only the name is shown", async (name, value, others) => {
    await using scene = await setScene();
    const outcome = await scene.run(getCredential(scene.cloud), { [name]: value, ...others });
    expectRefusal(outcome, { error: name });
    expect(outcome.stderr).not.toContain(value);
  });
});
