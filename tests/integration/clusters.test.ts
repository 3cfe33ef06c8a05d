import { describe, expect, test } from "bun:test";
import { parse } from "yaml";
import { errorFault } from "../fakes/server/fault.ts";
import { aliceInEachTest } from "../support/alice-in-each-test.ts";
import type { Outcome } from "../support/binary.ts";
import { keyFields } from "../support/credential-files.ts";
import { expectRefusal } from "../support/expect-refusal.ts";

const alice = aliceInEachTest();

const tool = (...argv: string[]): Promise<Outcome> => alice.tool(argv);
const list = (...more: string[]): Promise<Outcome> => tool("clusters", "list", ...more);

function addCluster(
  id: string,
  name: string,
  more: { readonly state?: string; readonly regionId?: string } = {},
): void {
  alice.cloud.state.clusters.set(id, { id, name, regionId: "cn-hangzhou", permitted: ["alice"], ...more });
}

/** Sixty clusters more, so that there are two pages. */
function addSixty(): void {
  for (let number = 10; number < 70; number += 1) addCluster(`c${number}`, `batch-${number}`);
}

/** Makes the API refuse the second page of the next list. */
function failSecondPage(): void {
  alice.cloud.faults.next("cs:DescribeClustersV1", {});
  alice.cloud.faults.next("cs:DescribeClustersV1", errorFault(403, "Forbidden", "not this page", "product"));
}

function clusterNames(text: string): string[] {
  const { clusters }: { clusters: { name: string }[] } = parse(text);
  return clusters.map(({ name }) => name);
}

describe("clusters list", () => {
  test("shows every cluster in any state, and the contexts that lead to it", async () => {
    addCluster("c3", "old", { state: "deleting" });
    await tool("get-kubeconfig", "-c", alice.production, "--write", "--context-name", "prod");
    await tool("get-kubeconfig", "-c", alice.production, "--write", "--context-name", "prod-too", "--shared-user");
    expect(await list()).toEqual({
      exitCode: 0,
      stderr: "",
      stdout: `${[
        "NAME        ID                                 REGION          STATE     VERSION          CONTEXT",
        `production  ${alice.production}  cn-hangzhou     running   1.32.1-aliyun.1  prod, prod-too`,
        `staging     ${alice.staging}  ap-southeast-1  running   1.32.1-aliyun.1  -`,
        "old         c3                                 cn-hangzhou     deleting  1.32.1-aliyun.1  -",
      ].join("\n")}\n`,
    });
  });

  test("prints JSON with --output json, and only names with -o name", async () => {
    await tool("get-kubeconfig", "-c", alice.staging, "--write");
    expect(JSON.parse((await list("--output", "json", "--region-id", "AP-Southeast-1")).stdout)).toEqual([
      {
        name: "staging",
        id: alice.staging,
        regionId: "ap-southeast-1",
        state: "running",
        version: "1.32.1-aliyun.1",
        contexts: [`ack-${alice.staging}`],
      },
    ]);
    expect(await list("-o", "name")).toEqual({ exitCode: 0, stderr: "", stdout: "production\nstaging\n" });
  });

  test("says so if there is no cluster", async () => {
    alice.cloud.state.clusters.clear();
    const cause = "check the profile and the region; listing needs the RAM action cs:DescribeClustersV1";
    const none = { exitCode: 0, stdout: "", stderr: `these credentials see no clusters: ${cause}\n` };
    expect(await list()).toEqual(none);
    const stderr = `these credentials see no clusters in cn-hangzou: ${cause}\n`;
    expect(await list("--region-id", "cn-hangzou")).toEqual({ ...none, stderr });
    expect(await list("-o", "json")).toEqual({ exitCode: 0, stdout: "[]\n", stderr: "" });
  });

  test("needs neither a home directory nor a readable kubeconfig", async () => {
    await alice.write(".kube/config", "users: [ {\n\t:");
    expect(await list("-o", "name")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await alice.tool(["clusters", "list"], { HOME: undefined })).toMatchObject({ exitCode: 0 });
  });

  test("shows what was found before a page failed, and that there may be more", async () => {
    addSixty();
    failSecondPage();
    const { exitCode, stdout, stderr } = await list("-o", "name");
    expect({ exitCode, found: stdout.trimEnd().split("\n").length }).toEqual({ exitCode: 1, found: 50 });
    expect(stderr).toMatch(/^error: the list of clusters is incomplete: .*Forbidden.*\nhint: /);
  });

  test("reports a list that changed while it was read as incomplete", async () => {
    addSixty();
    const { stderr } = await alice.tool(
      ["clusters", "list"],
      {},
      {
        fetch: async (url, init) => {
          if (url.includes("page_number=2")) alice.cloud.state.clusters.delete("c10");
          return await fetch(url, { ...init, tls: { ca: alice.cloud.certificateAuthorityPem } });
        },
      },
    );
    expect(stderr).toContain("error: the list of clusters is incomplete: the clusters changed while they were listed");
  });
});

describe("get-kubeconfig NAME", () => {
  test.each([
    ["production", "the whole name"],
    ["prod", "the beginning of one name only"],
  ])("%s, %s, names the cluster", async (name) => {
    const { exitCode, stdout, stderr } = await tool("get-kubeconfig", name, "--context-name", "{name}");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(parse(stdout)).toMatchObject({ contexts: [{ name: "production" }], "current-context": "production" });
    expect(alice.cloud.requests.of("cs").at(-1)?.path).toBe(`/k8s/${alice.production}/user_config`);
  });

  test("an exact name wins over a longer one, in whatever state the cluster is", async () => {
    addCluster("c3", "prod", { state: "unavailable" });
    expect((await tool("get-kubeconfig", "prod")).stdout).toContain("- c3\n");
  });

  test("takes an id, and the name of a context that it wrote", async () => {
    await tool("get-kubeconfig", "-c", alice.staging, "--write", "--context-name", "blue");
    for (const word of [alice.staging, "blue"]) {
      expect((await tool("get-kubeconfig", word)).stdout).toContain(`- ${alice.staging}\n`);
    }
  });

  test("takes several", async () => {
    const { stdout } = await tool("get-kubeconfig", "prod", "staging", "production");
    expect(clusterNames(stdout)).toEqual([`ack-${alice.production}`, `ack-${alice.staging}`]);
  });

  test("is an error that lists the clusters if several have the name", async () => {
    addCluster("c3", "production", { regionId: "cn-beijing", state: "scaling" });
    const outcome = await tool("get-kubeconfig", "production");
    expectRefusal(outcome, {
      error: 'error: 2 clusters have the name "production"',
      hint: `hint: name one by its id: --cluster-id ${alice.production}`,
    });
    expect(outcome.stderr).toContain(`  - production: ${alice.production} cn-hangzhou running\n`);
    expect(outcome.stderr).toContain("  - production: c3 cn-beijing scaling\n");
  });

  test("is an error that lists the clusters if several names start with it", async () => {
    addCluster("c3", "prod-eu");
    const outcome = await tool("get-kubeconfig", "prod");
    expectRefusal(outcome, { error: '2 clusters have names that start with "prod"', hint: "--cluster-id" });
    expect(outcome.stderr).toContain("  - prod-eu: c3 cn-hangzhou running\n");
  });

  test.each([
    ["prodution", 'these credentials see no cluster "prodution": did you mean "production"?'],
    ["PRODUCTION", 'these credentials see no cluster "PRODUCTION": did you mean "production"?'],
    ["nothing-like-it", 'these credentials see no cluster "nothing-like-it"'],
  ])("%j is an error if no cluster has the name", async (name, error) => {
    expectRefusal(await tool("get-kubeconfig", name, "--write"), { error, hint: "ack-ram-tool clusters list" });
    expect(await Bun.file(alice.kubeconfig).exists()).toBe(false);
  });

  test.each([
    ["nothing-like-it", []],
    ["-c", ["my cluster"]],
  ])("the hint has the flags about the account: %j", async (first, more) => {
    const { cs, sts } = alice.cloud.addresses;
    const account = ["--ignore-aliyun-cli-credentials", "--sts-endpoint", sts.host, "--cs-endpoint", cs.host];
    const { stderr } = await tool("get-kubeconfig", first, ...more, "--private-address", ...account);
    expect(stderr).toEndWith(`: ack-ram-tool clusters list ${account.join(" ")}\n`);
  });

  test("of no cluster of a profile: the hint lists that profile's", async () => {
    const profile = { name: "dev", mode: "AK", ...keyFields(alice.cloud.identities.alice) };
    await alice.write(".aliyun/config.json", JSON.stringify({ current: "", profiles: [profile] }));
    expectRefusal(await tool("get-kubeconfig", "nothing-like-it", "--profile-name", "dev"), {
      error: "these credentials see no cluster",
      hint: /: ack-ram-tool clusters list --profile-name dev$/,
    });
  });

  test("is not resolved from an incomplete list, which may hide a duplicate", async () => {
    addSixty();
    failSecondPage();
    expectRefusal(await tool("get-kubeconfig", "production"), { error: "the list of clusters is incomplete" });
  });

  test("cannot be combined with other ways to name clusters, and --cluster-id accepts only ids", async () => {
    const outcomes = [await tool("get-kubeconfig", "prod", "--all"), await tool("get-kubeconfig", "prod", "-c", "c1")];
    expect(outcomes.map(({ exitCode, stderr }) => [exitCode, stderr.split("\n")[0]])).toEqual([
      [2, "error: --all and the name of a cluster exclude each other"],
      [2, "error: --cluster-id and the name of a cluster exclude each other"],
    ]);
    expectRefusal(await tool("get-kubeconfig", "-c", "my cluster"), { error: "my cluster", exitCode: 2 });
    expect(alice.cloud.requests.count()).toBe(0);
  });
});

describe("get-kubeconfig --all", () => {
  test("takes every cluster whose API server answers, and says which ones it leaves out", async () => {
    addCluster("c3", "growing", { state: "scaling" });
    addCluster("c4", "old", { state: "deleting" });
    addCluster("c5", "", { state: "initial" });
    const { exitCode, stdout, stderr } = await tool("get-kubeconfig", "--all");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "skipped old (deleting)\nskipped c5 (initial)\n" });
    expect(clusterNames(stdout)).toEqual([`ack-${alice.production}`, `ack-${alice.staging}`, "ack-c3"]);
  });

  test("writes what was found before a page failed, and says that there may be more", async () => {
    addSixty();
    failSecondPage();
    const { exitCode, stdout, stderr } = await tool("get-kubeconfig", "--all");
    expect({ exitCode, written: clusterNames(stdout).length }).toEqual({ exitCode: 1, written: 50 });
    expect(stderr).toMatch(/^error: the list of clusters is incomplete: .*Forbidden.*\nhint: /);
  });
});

test("completion offers ids and names from the kubeconfig and the cache, without any request", async () => {
  await tool("get-kubeconfig", "-c", alice.production, "--write", "--context-name", "prod");
  await tool("credential-plugin", "get-credential", "-c", alice.staging);
  const requests = alice.cloud.requests.count();
  const complete = async (...words: string[]): Promise<string[]> =>
    (await tool("__complete", ...words)).stdout.trimEnd().split("\n");
  expect(await complete("get-kubeconfig", "")).toEqual(["values", "prod", alice.production, alice.staging]);
  expect(await complete("get-kubeconfig", "-c", "")).toEqual(["values", alice.production, alice.staging]);
  expect(await complete("cache", "clear", "--cluster-id=")).toEqual([
    "values",
    `--cluster-id=${alice.production}`,
    `--cluster-id=${alice.staging}`,
  ]);
  expect(alice.cloud.requests.count()).toBe(requests);
});

describe("a refusal leaves the kubeconfig as it is, to the byte", () => {
  const OWN = "# mine\nkind: Config\nusers:\n- name: a\n  user: {token: 010}\n";

  test.each<[string, string[], number]>([
    ["a name that nobody has", ["nobody"], 1],
    ["a name that several have", ["production"], 1],
    ["a name that begins several", ["p"], 1],
    ["two ways to name clusters", ["staging", "--all"], 2],
    ["a secret variable", ["staging", "--env", "SECURITY_TOKEN=fake"], 2],
    ["a variable that is not set", ["staging", "--env", "ABSENT"], 2],
    ["one name for several clusters", ["staging", "production-2", "--context-name", "x"], 2],
    ["a placeholder that cannot be filled", ["-c", "c3", "--context-name", "{name}"], 2],
    ["a region without such a cluster", ["staging", "--region-id", "cn-nowhere"], 1],
  ])("%s", async (_, more, exitCode) => {
    await alice.write(".kube/config", OWN);
    addCluster("c3", "production", { regionId: "cn-beijing" });
    addCluster("c4", "production-2");
    expectRefusal(await tool("get-kubeconfig", ...more, "--write"), { error: "error: ", exitCode });
    expect(await Bun.file(alice.kubeconfig).text()).toBe(OWN);
  });
});
