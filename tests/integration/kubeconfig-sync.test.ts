import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readFile, stat } from "node:fs/promises";
import { parse, stringify } from "yaml";
import type { FakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import { errorFault } from "../fakes/server/fault.ts";
import { type AccountName, ACCOUNTS, addFortyClusters, type NewCluster, openAccounts } from "../support/accounts.ts";
import { type Alice, meetAlice } from "../support/alice.ts";
import type { Outcome } from "../support/binary.ts";
import { expectRefusal } from "../support/expect-refusal.ts";

let alice: Alice;
let cloud: FakeCloud;
let clusters: readonly NewCluster[];
beforeEach(async () => {
  alice = await meetAlice();
  cloud = alice.cloud;
  await alice.write(".aliyun/config.json", openAccounts(cloud));
  clusters = addFortyClusters(cloud);
});
afterEach(() => alice.leave());

const PROFILES = ACCOUNTS.flatMap((name) => ["--profile-name", name]);
const NAMES = ["--context-name", "{profile}-{region}-{name}-{id}"];

const file = (): string => `${alice.home}/.kube/config`;
const content = (): Promise<string> => readFile(file(), "utf8");
const sync = (...more: string[]): Promise<Outcome> => alice.tool(["kubeconfig", "sync", ...more]);
const of = (account: AccountName): readonly NewCluster[] => clusters.filter((cluster) => cluster.account === account);

/** How many lines of each mark a sync printed. */
async function marks(...more: string[]): Promise<Record<string, number>> {
  const { exitCode, stdout, stderr } = await sync(...more);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return count(stdout);
}

function count(stdout: string): Record<string, number> {
  const found = stdout
    .split("\n")
    .flatMap((line) => /^([-+~=!]) (?:added|changed|removed|kept|skipped|would|profile) /.exec(line)?.[1] ?? []);
  return Object.fromEntries([...Map.groupBy(found, (mark) => mark)].map(([mark, list]) => [mark, list.length]));
}

async function contexts(): Promise<string[]> {
  const kubeconfig: { contexts: { name: string }[] } = parse(await content());
  return kubeconfig.contexts.map(({ name }) => name).toSorted();
}

function change(id: string, more: object): void {
  const cluster = cloud.state.clusters.get(id);
  if (cluster === undefined) throw new Error(`there is no cluster ${id}`);
  cloud.state.clusters.set(id, { ...cluster, ...more });
}

const KIND = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "kind",
  clusters: [{ name: "kind", cluster: { server: "https://127.0.0.1:6443" } }],
  contexts: [{ name: "kind", context: { cluster: "kind", user: "kind" } }],
  users: [{ name: "kind", user: { token: "fake-token-of-kind" } }],
};

describe("kubeconfig sync", () => {
  test("follows 40 clusters in 3 accounts and 4 regions through changes", async () => {
    await alice.write(".kube/config", stringify(KIND));
    expect(await marks("--all", ...PROFILES, ...NAMES)).toEqual({ "+": 40 });
    const expected = clusters.map(({ id, name, account, regionId }) => `${account}-${regionId}-${name}-${id}`);
    expect(await contexts()).toEqual(["kind", ...expected].toSorted());
    expect(parse(await content())).toMatchObject({ "current-context": "kind" });

    const before = await content();
    expect(await marks("--all", ...PROFILES, ...NAMES)).toEqual({ "=": 40 });
    // Without a profile they are those of the entries.
    expect(await marks()).toEqual({ "=": 40 });
    expect(await content()).toBe(before);

    const [deleted, moved, dying] = of("acct-b");
    cloud.state.clusters.delete(deleted?.id ?? "");
    change(moved?.id ?? "", { serverUrl: "https://203.0.113.9:6443" });
    change(dying?.id ?? "", { state: "deleting" });
    const fresh = { id: "cfresh", name: "fresh", regionId: "cn-beijing", permitted: ["acct-c"] };
    cloud.state.clusters.set(fresh.id, fresh);

    const preview = await sync("--all", ...PROFILES, ...NAMES, "--prune", "--dry-run");
    expect(preview.stdout).toMatch(/^\+ would add {2,}/m);
    expect(count(preview.stdout)).toEqual({ "+": 1, "~": 1, "-": 1, "!": 1, "=": 37 });
    expect(await content()).toBe(before);

    const { exitCode, stdout } = await sync("--all", ...PROFILES, ...NAMES);
    expect({ exitCode, marks: count(stdout) }).toEqual({ exitCode: 0, marks: { "+": 1, "~": 1, "!": 2, "=": 37 } });
    expect(stdout).toMatch(/^~ changed .*server https:\/\/127\.0\.0\.1:\d+ → https:\/\/203\.0\.113\.9:6443$/m);
    expect(stdout).toContain("its cluster is gone: to remove it, add --prune");
    expect(stdout).toMatch(/^! skipped .* deleting$/m);
    expect(await contexts()).toHaveLength(42);

    expect(await marks("--prune")).toEqual({ "-": 1, "!": 1, "=": 39 });
    expect(await contexts()).toHaveLength(41);
    expect((await content()).includes(deleted?.id ?? "")).toBe(false);
    expect(await marks("--prune")).toEqual({ "!": 1, "=": 39 });
    const { clusters: own, contexts: ours, users, ...rest } = parse(await content());
    expect([own[0], ours[0], users[0], rest]).toEqual([
      KIND.clusters[0],
      KIND.contexts[0],
      KIND.users[0],
      { apiVersion: "v1", kind: "Config", "current-context": "kind" },
    ]);
  });

  test("keeps every entry of an account whose list is incomplete or unavailable", async () => {
    for (let at = 0; at < 60; at += 1) {
      cloud.state.clusters.set(`cmore${at}`, {
        id: `cmore${at}`,
        name: `more-${at}`,
        regionId: "cn-hangzhou",
        permitted: ["acct-a"],
      });
    }
    await sync("--all", ...PROFILES, ...NAMES);
    const last = of("acct-a").at(-1)?.id ?? "";
    const before = await contexts();
    // What is on the second page of acct-a, and all of acct-b, is not known; the first page and acct-c are looked after.
    cloud.state.clusters.delete(last);
    cloud.state.clusters.delete("cmore59");
    cloud.state.clusters.delete(of("acct-b")[0]?.id ?? "");
    cloud.state.clusters.delete(of("acct-c")[0]?.id ?? "");
    cloud.faults.next("cs:DescribeClustersV1", {});
    cloud.faults.next("cs:DescribeClustersV1", errorFault(403, "Forbidden", "not this page", "product"));
    cloud.faults.next("cs:DescribeClustersV1", errorFault(403, "Forbidden", "not this account", "product"));
    const { exitCode, stdout, stderr } = await sync("--prune", ...PROFILES);
    expect(exitCode).toBe(1);
    expect(stderr).toStartWith("error: the sync is incomplete: 2 failures\nhint: ");
    expect(stdout).toMatch(/^! profile acct-a: its list of clusters is incomplete: .*Forbidden/m);
    expect(stdout).toMatch(/^! profile acct-b: its list of clusters is incomplete: .*Forbidden/m);
    const after = await contexts();
    expect(before.filter((name) => !after.includes(name))).toEqual([
      expect.stringMatching(new RegExp(`^acct-c-.*${of("acct-c")[0]?.id}$`)),
    ]);
  });

  test("a failed cluster is named, and the others are synced", async () => {
    cloud.faults.next("cs:DescribeClusterUserKubeconfig", errorFault(403, "StatusForbidden", "no", "product"));
    const { exitCode, stdout, stderr } = await sync("--all", "--profile-name", "acct-a", ...NAMES);
    expect({ exitCode, marks: count(stdout) }).toEqual({ exitCode: 1, marks: { "+": 13, "!": 1 } });
    expect(stderr).toStartWith("error: the sync is incomplete: 1 failure\n");
    expect(await contexts()).toHaveLength(13);
  });

  test("with --region-id syncs one region, and keeps the entries of other regions", async () => {
    await sync("--all", ...PROFILES, ...NAMES, "--shared-user");
    const before = await contexts();
    for (const { id } of of("acct-a")) cloud.state.clusters.delete(id);
    await sync("--prune", "--profile-name", "acct-a", "--region-id", "cn-beijing");
    const gone = of("acct-a").filter(({ regionId }) => regionId === "cn-beijing");
    const after = await contexts();
    expect(before.filter((name) => !after.includes(name))).toHaveLength(gone.length);
    expect(gone.length).toBeGreaterThan(0);
    // The user is the account's, and other clusters need it.
    expect(parse(await content())).toMatchObject({
      users: [{ name: "ack-acct-a" }, { name: "ack-acct-b" }, { name: "ack-acct-c" }],
    });
  });

  test("never prunes a cluster that still exists, for these credentials or for others", async () => {
    await sync("--all", "--profile-name", "acct-a", ...NAMES);
    const before = await contexts();
    const [hidden, other] = of("acct-a");
    change(hidden?.id ?? "", { permitted: ["somebody-else"] });
    change(other?.id ?? "", { permitted: ["acct-b"] });
    const { stdout } = await sync("--prune", "--profile-name", "acct-a", "--profile-name", "acct-b");
    expect(stdout).toMatch(/^= kept .*these credentials do not see its cluster$/m);
    expect(stdout).toMatch(/^= kept .*these credentials do not see its cluster, but others do$/m);
    expect(await contexts()).toEqual(before);
  });

  test.each([
    ["a gateway's 404", errorFault(404, "InvalidAction.NotFound", "no such path")],
    ["a page that is not the API's", { reply: { status: 404, body: "<html>not found</html>" } }],
    ["a refusal", errorFault(403, "StatusForbidden", "no", "product")],
  ])("does not treat %s as a deleted cluster", async (_, fault) => {
    await sync("--all", "--profile-name", "acct-a", ...NAMES);
    const before = await contexts();
    const [gone] = of("acct-a");
    cloud.state.clusters.delete(gone?.id ?? "");
    const asked = cloud.requests.count("cs", "DescribeClusterUserKubeconfig");
    cloud.faults.next("cs:DescribeClusterUserKubeconfig", {}, asked - 1);
    cloud.faults.next("cs:DescribeClusterUserKubeconfig", fault);
    expect(await marks("--prune", "--profile-name", "acct-a")).toEqual({ "=": 14 });
    expect(await contexts()).toEqual(before);
  });

  test("never prunes an entry without a profile: the default credentials may be another account's", async () => {
    await alice.tool(["get-kubeconfig", "-c", clusters[0]?.id ?? "", "--write"], {
      ALIBABA_CLOUD_ACCESS_KEY_ID: undefined,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined,
    });
    const before = await content();
    const { exitCode, stdout } = await sync("--prune");
    expect({ exitCode, marks: count(stdout) }).toEqual({ exitCode: 0, marks: { "=": 1 } });
    cloud.state.clusters.clear();
    expect((await sync("--prune")).stdout).toContain("the entry names no profile");
    expect(await content()).toBe(before);
  });

  test("uses the keys of the requested profile, not those of this shell", async () => {
    await sync("--all", "--profile-name", "acct-c", ...NAMES);
    expect(await contexts()).toHaveLength(of("acct-c").length);
    expect(
      cloud.requests.of("cs").every(({ headers }) => headers["authorization"]?.includes("LTAIfakeACCOUNT000002")),
    ).toBe(true);
  });

  test("says so when it removes the current context", async () => {
    const [gone] = of("acct-a");
    await sync("--all", "--profile-name", "acct-a", ...NAMES);
    const name = (await contexts()).find((context) => context.endsWith(gone?.id ?? "?"));
    await alice.write(".kube/config", (await content()).replace('current-context: ""', `current-context: ${name}`));
    cloud.state.clusters.delete(gone?.id ?? "");
    const { stdout, stderr } = await sync("--prune");
    expect(stdout).toContain("its cluster is gone; it was the current context");
    expect(stderr).toBe(
      "warning: the current context was removed; choose another one with: kubectl config use-context NAME\n",
    );
    expect(parse(await content())).toMatchObject({ "current-context": "" });
  });

  test("an entry with an address inside the VPC keeps one", async () => {
    const [first] = of("acct-a");
    change(first?.id ?? "", { privateServerUrl: "https://192.168.7.1:6443" });
    await alice.tool([
      "get-kubeconfig",
      "-c",
      first?.id ?? "",
      "--profile-name",
      "acct-a",
      "--ignore-env-credentials",
      "--private-address",
      "--write",
    ]);
    expect(await content()).toContain("https://192.168.7.1:6443");
    expect(await marks()).toEqual({ "=": 1 });
    change(first?.id ?? "", { privateServerUrl: "https://192.168.7.2:6443" });
    expect(await marks()).toEqual({ "~": 1 });
    expect(await content()).toContain("https://192.168.7.2:6443");
  });

  test("changes nothing but the cluster: names, arguments and other fields stay", async () => {
    const [first] = of("acct-a");
    await alice.tool([
      "get-kubeconfig",
      "-c",
      first?.id ?? "",
      "--profile-name",
      "acct-a",
      "--ignore-env-credentials",
      "--write",
      "--context-name",
      "mine",
    ]);
    const kubeconfig = parse(await content());
    kubeconfig.contexts[0].context.namespace = "payments";
    kubeconfig.clusters[0].cluster["proxy-url"] = "http://127.0.0.1:9";
    kubeconfig.users[0].user.exec.args.push("--timeout", "5s");
    await alice.write(".kube/config", stringify(kubeconfig));
    change(first?.id ?? "", { serverUrl: "https://203.0.113.9:6443" });
    expect(await marks()).toEqual({ "~": 1 });
    kubeconfig.clusters[0].cluster.server = "https://203.0.113.9:6443";
    expect(parse(await content())).toEqual(kubeconfig);
  });

  test("without entries or --all changes nothing in the file", async () => {
    await alice.write(".kube/config", stringify(KIND));
    const { exitCode, stdout } = await sync();
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `nothing to sync; to add every cluster, add --all\n${file()} has not changed\n`,
    });
    expect(await content()).toBe(stringify(KIND));
  });

  test("respects an entry's own variables, and leaves entries with their own credentials alone", async () => {
    const [first, second] = of("acct-b");
    const write = (id: string | undefined, ...env: string[]) =>
      alice.tool(["get-kubeconfig", "-c", id ?? "", "--write", "--ignore-env-credentials", ...env], {
        ALIBABA_CLOUD_PROFILE: "acct-b",
      });
    await write(first?.id, "--env", "ALIBABA_CLOUD_PROFILE=acct-b");
    await write(second?.id);
    const kubeconfig = parse(await content());
    for (const { user } of kubeconfig.users) {
      user.exec.args = user.exec.args.filter((word: string) => !/^(?:--profile-name|acct-b)$/.test(word));
    }
    kubeconfig.users[1].user.exec.env = [{ name: "ALIBABA_CLOUD_CREDENTIALS_URI", value: "http://127.0.0.1:1/" }];
    await alice.write(".kube/config", stringify(kubeconfig));
    expect((await alice.tool(["kubeconfig", "list"])).stdout).toMatch(/ack-c0+1 +c0+1 +acct-b /);
    cloud.state.clusters.clear();
    expect(count((await sync("--prune")).stdout)).toEqual({ "-": 1 });
    expect(await contexts()).toEqual([`ack-${second?.id}`]);
  });

  test("creates no file if there is nothing to write", async () => {
    expect((await sync()).stdout).toContain("nothing to sync");
    expect(await Bun.file(file()).exists()).toBe(false);
  });

  test("adds no cluster a second time that has an entry in another file, or with a region's endpoint", async () => {
    const [first, second] = of("acct-a");
    const other = `${alice.home}/other`;
    await alice.tool(["kubeconfig", "sync", "--all", "--profile-name", "acct-a", "--kubeconfig", other]);
    for (const { id } of clusters) if (id !== first?.id && id !== second?.id) cloud.state.clusters.delete(id);
    const fresh = { id: "cfresh", name: "fresh", regionId: "cn-beijing", permitted: ["acct-a"] };
    cloud.state.clusters.set(fresh.id, fresh);
    await alice.write(".kube/config", stringify(KIND));
    const both = { KUBECONFIG: `${file()}:${other}` };
    await alice.tool(["kubeconfig", "sync", "--all", "--profile-name", "acct-a"], both);
    expect(await contexts()).toEqual(["ack-cfresh", "kind"]);

    const narrow = ["--region-id", "cn-beijing", "--context-name", "again-{id}"];
    await sync("--all", "--profile-name", "acct-a", ...narrow);
    expect(await contexts()).toEqual(["ack-cfresh", "kind"]);
    await sync("--all");
    expect(await contexts()).toEqual(["ack-cfresh", `ack-${first?.id}`, `ack-${second?.id}`, "kind"].toSorted());
  });

  test("reports its changes to a script as JSON", async () => {
    const only = of("acct-a").slice(0, 1);
    cloud.state.clusters.clear();
    for (const { id, name, regionId } of only)
      cloud.state.clusters.set(id, { id, name, regionId, permitted: ["acct-a"] });
    const { stdout } = await sync("--all", "--profile-name", "acct-a", "-o", "json");
    expect(JSON.parse(stdout)).toEqual({
      kubeconfig: file(),
      changed: true,
      backup: null,
      entries: [
        {
          change: "added",
          context: `ack-${only[0]?.id}`,
          clusterId: only[0]?.id,
          clusterName: "production",
          profile: "acct-a",
          note: null,
        },
      ],
    });
  });
});

describe("kubeconfig sync is refused, and the file stays as it is, to the byte", () => {
  const OTHERS = {
    ...KIND,
    contexts: [...KIND.contexts, { name: "taken", context: { cluster: "kind", user: "kind" } }],
    users: [...KIND.users, { name: "taken-user", user: { token: "fake-token" } }],
    clusters: [...KIND.clusters, { name: "taken-cluster", cluster: { server: "https://127.0.0.1:1" } }],
  };

  test.each<[string[], string | RegExp]>([
    [["--context-name", "{name}"], /\d+ clusters would have the context name "production"/],
    [["--context-name", "{region}"], /\d+ clusters would have the context name "cn-/],
    [["--context-name", "{id}", "--user-name", "{name}"], /\d+ clusters would have the user name/],
    [["--context-name", "{id}", "--cluster-name", "{region}"], /\d+ clusters would have the cluster name/],
    [["--context-name", " "], "would have a context without a name"],
  ])("for duplicate names: %j", async (more, error) => {
    await alice.write(".kube/config", stringify(OTHERS));
    expectRefusal(await sync("--all", ...PROFILES, ...more), { error, hint: "--context-name" });
    expect(await content()).toBe(stringify(OTHERS));
  });

  test.each([
    [["--context-name", "taken"], 'the context name "taken", which is taken'],
    [["--context-name", "mine", "--user-name", "taken-user"], 'the user name "taken-user", which is taken'],
    [["--context-name", "mine", "--cluster-name", "taken-cluster"], 'the cluster name "taken-cluster", which is taken'],
  ])("for names that are taken: %j", async (more, error) => {
    await alice.write(".kube/config", stringify(OTHERS));
    const [first] = of("acct-a");
    for (const { id } of clusters) if (id !== first?.id) cloud.state.clusters.delete(id);
    expectRefusal(await sync("--all", "--profile-name", "acct-a", ...more), { error, hint: "--context-name" });
    expect(await content()).toBe(stringify(OTHERS));
  });

  test("for a file that is not a kubeconfig", async () => {
    await alice.write(".kube/config", "users: [ {\n\t:");
    const { mtimeMs } = await stat(file());
    expectRefusal(await sync("--all"), { error: "cannot be used: it is not YAML", hint: "fix the file" });
    expect((await stat(file())).mtimeMs).toBe(mtimeMs);
    expect(cloud.requests.count()).toBe(0);
  });

  test("for a profile that does not exist, which does not stop the others", async () => {
    const { exitCode, stdout, stderr } = await sync(
      "--all",
      "--profile-name",
      "nobody",
      "--profile-name",
      "acct-a",
      ...NAMES,
    );
    expect({ exitCode, marks: count(stdout) }).toEqual({ exitCode: 1, marks: { "+": 14, "!": 1 } });
    expect(stderr).toStartWith("error: the sync is incomplete: 1 failure");
  });
});
