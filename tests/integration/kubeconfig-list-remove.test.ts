import { keyFields } from "../support/credential-files.ts";
import { aliyunConfig } from "../support/search-context.ts";
import { beforeEach, describe, expect, test } from "bun:test";
import { readFile, stat } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { aliceInEachTest } from "../support/alice-in-each-test.ts";
import type { Outcome } from "../support/binary.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { KIND } from "../support/kind-kubeconfig.ts";

const alice = aliceInEachTest();

const tool = (...argv: string[]): Promise<Outcome> => alice.tool(argv);
const content = (): Promise<string> => readFile(alice.kubeconfig, "utf8");

async function lines(...argv: string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await tool(...argv);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout.trimEnd().split("\n");
}

async function names(): Promise<string[][]> {
  const { contexts, users, clusters }: Record<string, { name: string }[]> = parse(await content());
  return [contexts, users, clusters].map((list) => (list ?? []).map(({ name }) => name));
}

describe("kubeconfig list", () => {
  test("shows this tool's contexts with their identity and cached certificate, without any request", async () => {
    await alice.write(".kube/config", stringify(KIND));
    await tool("get-kubeconfig", "-c", alice.production, "--write", "--context-name", "prod", "--set-current");
    await tool("get-kubeconfig", "-c", alice.staging, "--write", "--context-name", "stage", "--shared-user");
    await tool("get-kubeconfig", "-c", alice.staging, "--write", "--context-name", "by-token", "--mode", "token");
    const { alice: keys } = alice.cloud.identities;
    await alice.write(".aliyun/config.json", aliyunConfig([{ name: "dev", mode: "AK", ...keyFields(keys) }]));
    await tool("get-kubeconfig", "-c", alice.staging, "--write", "--context-name", "other", "--profile-name", "dev");
    await tool("credential-plugin", "get-credential", "-c", alice.production);
    const requests = alice.cloud.requests.count();
    const [header, prod, stage, byToken, other, ...more] = await lines("kubeconfig", "list");
    expect(more).toEqual([]);
    expect(header).toBe("   CONTEXT   CLUSTER                            PROFILE  STATE");
    expect(prod).toMatch(new RegExp(`^\\*  prod      ${alice.production}  -        valid, until 20\\d\\d-`));
    expect(stage).toBe(`   stage     ${alice.staging}  -        no certificate yet`);
    expect(byToken).toBe(`   by-token  ${alice.staging}  -        token: not cached`);
    expect(other).toBe(`   other     ${alice.staging}  dev      no certificate yet`);
    expect(await lines("kubeconfig", "list", "-o", "name")).toEqual(["prod", "stage", "by-token", "other"]);
    expect(alice.cloud.requests.count()).toBe(requests);
  });

  test("looks for an entry's certificate with the entry's own variables", async () => {
    const { alice: keys } = alice.cloud.identities;
    await alice.write("elsewhere.json", aliyunConfig([{ name: "dev", mode: "AK", ...keyFields(keys) }]));
    const elsewhere = `ALIBABA_CLOUD_CONFIG_FILE=${alice.home}/elsewhere.json`;
    await tool("get-kubeconfig", "-c", alice.staging, "--write", "--context-name", "own", "--env", elsewhere);
    const flags = "args:\n      - --profile-name=dev\n      - --ignore-env-credentials\n";
    await alice.write(".kube/config", (await content()).replace(/args:\n/, flags));
    const [, own] = await lines("kubeconfig", "list");
    expect(own).toBe(`*  own      ${alice.staging}  dev      no certificate yet`);
  });

  test("says what is wrong with an entry", async () => {
    await tool("get-kubeconfig", "-c", alice.production, "--write");
    const id = `- --cluster-id\n      - ${alice.production}`;
    const before = await content();
    for (const [args, profile, state] of [
      ["", null, "neither the user's args nor the cluster's extension has a cluster id"],
      [id.replace("id", "idd"), null, "unknown flag --cluster-idd"],
      [
        "- --profile-name\n      - nobody",
        "nobody",
        "neither the user's args nor the cluster's extension has a cluster id",
      ],
    ] as const) {
      await alice.write(".kube/config", before.replace(id, args));
      const { stdout } = await tool("kubeconfig", "list", "-o", "json");
      expect(JSON.parse(stdout)).toEqual([
        {
          context: `ack-${alice.production}`,
          current: true,
          clusterId: null,
          profile,
          notAfter: null,
          state: `broken: ${state}`,
        },
      ]);
    }
    const nobody = `${id}\n      - --ignore-env-credentials\n      - -p\n      - nobody`;
    await alice.write(".kube/config", before.replace(id, nobody));
    expect((await tool("kubeconfig", "list")).stdout).toContain(` ${alice.production}  nobody   broken: `);
  });

  test("says that a file with a key twice cannot be edited", async () => {
    await tool("get-kubeconfig", "-c", alice.production, "--write");
    await alice.write(".kube/config", `${await content()}users: []\n`);
    const { exitCode, stderr } = await tool("kubeconfig", "list");
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^warning: kubectl reads .*, but this tool cannot change it: it has a key twice \(line \d+\); kubectl reads the last one$/m,
    );
  });

  test("says so if there is no kubeconfig, or none of its entries is this tool's", async () => {
    const { exitCode, stderr } = await tool("kubeconfig", "list");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `no context in ${alice.kubeconfig} uses this tool\n` });
    await alice.write(".kube/config", stringify(KIND));
    expect((await tool("kubeconfig", "list")).stderr).toBe(`no context in ${alice.kubeconfig} uses this tool\n`);
  });

  test("refuses a file that is not a kubeconfig", async () => {
    await alice.write(".kube/config", "users: [ {\n\t:");
    expectRefusal(await tool("kubeconfig", "list"), { error: "cannot be used: it is not YAML", hint: "fix the file" });
  });
});

describe("kubeconfig remove", () => {
  beforeEach(async () => {
    await alice.write(".kube/config", stringify(KIND));
    await tool("get-kubeconfig", "-c", alice.production, "--write", "--context-name", "prod");
    await tool(
      "get-kubeconfig",
      "-c",
      alice.production,
      "--write",
      "--context-name",
      "prod-too",
      "--user-name",
      "prod",
    );
    await tool("get-kubeconfig", "-c", alice.staging, "--write", "--context-name", "stage");
  });

  test("removes the context, and a user or a cluster with the last context that needs it", async () => {
    expect(await lines("kubeconfig", "remove", "prod")).toEqual([
      `${alice.kubeconfig} has lost`,
      "- context prod",
      `the old file is kept as ${alice.kubeconfig}.ack-ram-tool.bak`,
    ]);
    expect(await names()).toEqual([
      ["kind", "prod-too", "stage"],
      ["kind", "prod", "stage"],
      ["kind", `ack-${alice.production}`, `ack-${alice.staging}`],
    ]);
    expect((await lines("kubeconfig", "remove", "prod-too", "stage")).slice(1, -1)).toEqual([
      "- context prod-too",
      "- context stage",
      "- user prod",
      "- user stage",
      `- cluster ack-${alice.production}`,
      `- cluster ack-${alice.staging}`,
    ]);
    expect(parse(await content())).toEqual(KIND);
  });

  test("with --dry-run only shows the changes", async () => {
    const before = await content();
    expect(await lines("kubeconfig", "remove", "stage", "--dry-run")).toEqual([
      `${alice.kubeconfig} would lose`,
      "- context stage",
      "- user stage",
      `- cluster ack-${alice.staging}`,
    ]);
    expect(await content()).toBe(before);
  });

  test("keeps a cluster that another tool's context needs", async () => {
    const kubeconfig = parse(await content());
    kubeconfig.contexts.push({ name: "admin", context: { cluster: `ack-${alice.staging}`, user: "kind" } });
    await alice.write(".kube/config", stringify(kubeconfig));
    expect((await lines("kubeconfig", "remove", "stage")).slice(1, -1)).toEqual(["- context stage", "- user stage"]);
  });

  test("keeps what a context in another file of KUBECONFIG needs", async () => {
    const other = await alice.write(
      "other",
      stringify({ contexts: [{ name: "far", context: { cluster: `ack-${alice.staging}`, user: "stage" } }] }),
    );
    const { stdout } = await alice.tool(["kubeconfig", "remove", "stage"], {
      KUBECONFIG: `${other}:${alice.kubeconfig}`,
    });
    expect(stdout.split("\n").slice(0, 2)).toEqual([`${alice.kubeconfig} has lost`, "- context stage"]);
    expect(stdout).not.toContain("- user");
  });

  test("says so when it removes the current context, and sets no other", async () => {
    await tool("get-kubeconfig", "-c", alice.staging, "--write", "--context-name", "stage", "--set-current");
    expect((await tool("kubeconfig", "remove", "stage", "--dry-run")).stdout).toContain("it is the current");
    const { exitCode, stderr } = await tool("kubeconfig", "remove", "stage");
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: "warning: the current context was removed; choose another one with: kubectl config use-context NAME\n",
    });
    expect(parse(await content())).toMatchObject({ "current-context": "" });
  });

  test.each([
    [["kind"], 'context "kind" in ', "kubectl config delete-context kind"],
    [["stage", "kind"], 'context "kind" in ', "delete-context"],
    [["stag"], 'there is no context "stag" in ', "ack-ram-tool kubeconfig list"],
    [["stage", "nothing"], 'there is no context "nothing" in ', "ack-ram-tool kubeconfig list"],
  ])("%j is refused, and the file stays as it is, to the byte", async (words, error, hint) => {
    const [before, { mtimeMs }] = [await content(), await stat(alice.kubeconfig)];
    expectRefusal(await tool("kubeconfig", "remove", ...words), { error, hint });
    expect(await content()).toBe(before);
    expect((await stat(alice.kubeconfig)).mtimeMs).toBe(mtimeMs);
  });

  test("the command of a hint keeps --kubeconfig", async () => {
    const before = await content();
    const other = await alice.write("hand made.yaml", before);
    for (const [word, command] of [
      ["kind", "kubectl config delete-context kind"],
      ["stag", "ack-ram-tool kubeconfig list"],
    ] as const) {
      const hint = `${command} --kubeconfig '${other}'`;
      const error = /does not get its credentials|there is no context/;
      expectRefusal(await tool("kubeconfig", "remove", word, "--kubeconfig", other), { error, hint });
    }
    expect((await tool("kubeconfig", "list", "--kubeconfig", other)).stdout).toContain("stage");
  });

  test.each(["kubeconfig list", "kubeconfig sync", "kubeconfig remove x", "clusters list"])(
    "%s of a named file that is not there is a failure",
    async (command) => {
      const outcome = await tool(...command.split(" "), "--kubeconfig", "nofile.yaml");
      expectRefusal(outcome, { error: /nofile\.yaml does not exist/, hint: "name another one with --kubeconfig FILE" });
    },
  );

  test("is a usage error without a name", async () => {
    expectRefusal(await tool("kubeconfig", "remove"), { error: "CONTEXT is missing", exitCode: 2 });
  });

  test("completion offers the contexts of this tool", async () => {
    const { stdout } = await tool("__complete", "kubeconfig", "remove", "");
    expect(stdout.trimEnd().split("\n")).toEqual(["values", "prod", "prod-too", "stage"]);
  });
});
