import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { parse } from "yaml";
import type { FakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import { errorFault } from "../fakes/server/fault.ts";
import { type Alice, meetAlice } from "../support/alice.ts";
import type { Outcome } from "../support/binary.ts";
import { keyFields } from "../support/credential-files.ts";
import { expectRefusal } from "../support/expect-refusal.ts";

let alice: Alice;
let cloud: FakeCloud;
let production: string;
let staging: string;
beforeEach(async () => {
  alice = await meetAlice();
  cloud = alice.cloud;
  production = cloud.clusters.production.id;
  staging = cloud.clusters.staging.id;
});
afterEach(() => alice.leave());

const tool = (...argv: string[]): Promise<Outcome> => alice.tool(argv);
const list = (...more: string[]): Promise<Outcome> => tool("clusters", "list", ...more);

function addCluster(
  id: string,
  name: string,
  more: { readonly state?: string; readonly regionId?: string } = {},
): void {
  cloud.state.clusters.set(id, { id, name, regionId: "cn-hangzhou", permitted: ["alice"], ...more });
}

/** Sixty clusters more, so that there are two pages. */
function addSixty(): void {
  for (let number = 10; number < 70; number += 1) addCluster(`c${number}`, `batch-${number}`);
}

/** The second page of the next list is refused. */
function failSecondPage(): void {
  cloud.faults.next("cs:DescribeClustersV1", {});
  cloud.faults.next("cs:DescribeClustersV1", errorFault(403, "Forbidden", "not this page", "product"));
}

/** The ids in a kubeconfig's cluster names. */
function clusterNames(text: string): string[] {
  const { clusters }: { clusters: { name: string }[] } = parse(text);
  return clusters.map(({ name }) => name);
}

describe("clusters list", () => {
  test("shows every cluster in any state, and the contexts that lead to it", async () => {
    addCluster("c3", "old", { state: "deleting" });
    await tool("get-kubeconfig", "-c", production, "--write", "--context-name", "prod");
    await tool("get-kubeconfig", "-c", production, "--write", "--context-name", "prod-too", "--shared-user");
    expect(await list()).toEqual({
      exitCode: 0,
      stderr: "",
      stdout: `${[
        "NAME        ID                                 REGION          STATE     VERSION          CONTEXT",
        `production  ${production}  cn-hangzhou     running   1.32.1-aliyun.1  prod, prod-too`,
        `staging     ${staging}  ap-southeast-1  running   1.32.1-aliyun.1  -`,
        "old         c3                                 cn-hangzhou     deleting  1.32.1-aliyun.1  -",
      ].join("\n")}\n`,
    });
  });

  test("is JSON for scripts, and names for loops", async () => {
    await tool("get-kubeconfig", "-c", staging, "--write");
    expect(JSON.parse((await list("--output", "json", "--region-id", "AP-Southeast-1")).stdout)).toEqual([
      {
        name: "staging",
        id: staging,
        regionId: "ap-southeast-1",
        state: "running",
        version: "1.32.1-aliyun.1",
        contexts: [`ack-${staging}`],
      },
    ]);
    expect(await list("-o", "name")).toEqual({ exitCode: 0, stderr: "", stdout: "production\nstaging\n" });
  });

  test("without any cluster says so", async () => {
    cloud.state.clusters.clear();
    expect(await list()).toEqual({ exitCode: 0, stdout: "", stderr: "these credentials see no clusters\n" });
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

  test("does not treat a list as complete that changed while it was read", async () => {
    addSixty();
    const { stderr } = await alice.tool(
      ["clusters", "list"],
      {},
      {
        fetch: async (url, init) => {
          if (url.includes("page_number=2")) cloud.state.clusters.delete("c10");
          return await fetch(url, { ...init, tls: { ca: cloud.certificateAuthorityPem } });
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
  ])("%s: %s", async (name) => {
    const { exitCode, stdout, stderr } = await tool("get-kubeconfig", name, "--context-name", "{name}");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(parse(stdout)).toMatchObject({ contexts: [{ name: "production" }], "current-context": "production" });
    expect(cloud.requests.of("cs").at(-1)?.path).toBe(`/k8s/${production}/user_config`);
  });

  test("an exact name wins over a longer one, in whatever state the cluster is", async () => {
    addCluster("c3", "prod", { state: "unavailable" });
    expect((await tool("get-kubeconfig", "prod")).stdout).toContain("- c3\n");
  });

  test("takes an id, and the name of a context that it wrote", async () => {
    await tool("get-kubeconfig", "-c", staging, "--write", "--context-name", "blue");
    for (const word of [staging, "blue"]) {
      expect((await tool("get-kubeconfig", word)).stdout).toContain(`- ${staging}\n`);
    }
  });

  test("takes several", async () => {
    const { stdout } = await tool("get-kubeconfig", "prod", "staging", "production");
    expect(clusterNames(stdout)).toEqual([`ack-${production}`, `ack-${staging}`]);
  });

  test("is an error that lists the clusters if several have the name", async () => {
    addCluster("c3", "production", { regionId: "cn-beijing", state: "scaling" });
    const outcome = await tool("get-kubeconfig", "production");
    expectRefusal(outcome, {
      error: 'error: 2 clusters have the name "production"',
      hint: `hint: name one by its id: --cluster-id ${production}`,
    });
    expect(outcome.stderr).toContain(`  - production: ${production} cn-hangzhou running\n`);
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
    expect(await Bun.file(`${alice.home}/.kube/config`).exists()).toBe(false);
  });

  test("of no cluster of a profile: the hint lists that profile's", async () => {
    const profile = { name: "dev", mode: "AK", ...keyFields(cloud.identities.alice) };
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
    expect(cloud.requests.count()).toBe(0);
  });
});

describe("get-kubeconfig --all", () => {
  test("takes every cluster whose API server answers, and says which ones it leaves out", async () => {
    addCluster("c3", "growing", { state: "scaling" });
    addCluster("c4", "old", { state: "deleting" });
    addCluster("c5", "", { state: "initial" });
    const { exitCode, stdout, stderr } = await tool("get-kubeconfig", "--all");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "skipped old (deleting)\nskipped c5 (initial)\n" });
    expect(clusterNames(stdout)).toEqual([`ack-${production}`, `ack-${staging}`, "ack-c3"]);
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
  await tool("get-kubeconfig", "-c", production, "--write", "--context-name", "prod");
  await tool("credential-plugin", "get-credential", "-c", staging);
  const requests = cloud.requests.count();
  const complete = async (...words: string[]): Promise<string[]> =>
    (await tool("__complete", ...words)).stdout.trimEnd().split("\n");
  expect(await complete("get-kubeconfig", "")).toEqual(["values", "prod", production, staging]);
  expect(await complete("get-kubeconfig", "-c", "")).toEqual(["values", production, staging]);
  expect(await complete("cache", "clear", "--cluster-id=")).toEqual([
    "values",
    `--cluster-id=${production}`,
    `--cluster-id=${staging}`,
  ]);
  expect(cloud.requests.count()).toBe(requests);
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
    expect(await Bun.file(`${alice.home}/.kube/config`).text()).toBe(OWN);
  });
});
