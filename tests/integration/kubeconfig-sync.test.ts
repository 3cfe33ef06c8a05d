import { beforeEach, describe, expect, test } from "bun:test";
import { readFile, stat } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { errorFault } from "../fakes/server/fault.ts";
import { type AccountName, ACCOUNTS, addFortyClusters, type NewCluster, openAccounts } from "../support/accounts.ts";
import { aliceInEachTest } from "../support/alice-in-each-test.ts";
import type { Outcome } from "../support/binary.ts";
import { expectRefusal } from "../support/expect-refusal.ts";
import { KIND } from "../support/kind-kubeconfig.ts";

const alice = aliceInEachTest();
let clusters: readonly NewCluster[];
beforeEach(async () => {
  await alice.write(".aliyun/config.json", openAccounts(alice.cloud));
  clusters = addFortyClusters(alice.cloud);
});

const PROFILES = ACCOUNTS.flatMap((name) => ["-p", name]);
const NAMES = ["--context-name", "{profile}-{region}-{name}-{id}"];

const content = (): Promise<string> => readFile(alice.kubeconfig, "utf8");
const sync = (...more: string[]): Promise<Outcome> => alice.tool(["kubeconfig", "sync", ...more]);
/** The nth cluster of an account. */
const idOf = (account: AccountName, at = 0): string => of(account)[at]?.id ?? "";
const add = (id: string, ...more: string[]): Promise<Outcome> =>
  alice.tool(["get-kubeconfig", "-c", id, "--profile-name", "acct-a", "--ignore-env-credentials", "--write", ...more]);
const of = (account: AccountName): readonly NewCluster[] => clusters.filter((cluster) => cluster.account === account);

/** How many lines with each mark a sync printed. */
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
  const cluster = alice.cloud.state.clusters.get(id);
  if (cluster === undefined) throw new Error(`there is no cluster ${id}`);
  alice.cloud.state.clusters.set(id, { ...cluster, ...more });
}

describe("kubeconfig sync", () => {
  test("follows 40 clusters in 3 accounts and 4 regions through changes", async () => {
    await alice.write(".kube/config", stringify(KIND));
    expect(await marks("--all", ...PROFILES, ...NAMES)).toEqual({ "+": 40 });
    const expected = clusters.map(({ id, name, account, regionId }) => `${account}-${regionId}-${name}-${id}`);
    expect(await contexts()).toEqual(["kind", ...expected].toSorted());
    expect(parse(await content())).toMatchObject({ "current-context": "kind" });

    const before = await content();
    expect(await marks("--all", ...PROFILES, ...NAMES)).toEqual({ "=": 40 });
    // Without --profile-name, the profiles are those of the entries.
    expect(await marks()).toEqual({ "=": 40 });
    expect(await content()).toBe(before);

    const deleted = idOf("acct-b");
    alice.cloud.state.clusters.delete(deleted);
    change(idOf("acct-b", 1), { serverUrl: "https://203.0.113.9:6443" });
    change(idOf("acct-b", 2), { state: "deleting" });
    const fresh = { id: "cfresh", name: "fresh", regionId: "cn-beijing", permitted: ["acct-c"] };
    alice.cloud.state.clusters.set(fresh.id, fresh);

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
    expect(await content()).not.toContain(deleted);
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
      alice.cloud.state.clusters.set(`cmore${at}`, {
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
    alice.cloud.state.clusters.delete(last);
    alice.cloud.state.clusters.delete("cmore59");
    alice.cloud.state.clusters.delete(idOf("acct-b"));
    alice.cloud.state.clusters.delete(idOf("acct-c"));
    alice.cloud.faults.next("cs:DescribeClustersV1", {});
    alice.cloud.faults.next("cs:DescribeClustersV1", errorFault(403, "Forbidden", "not this page", "product"));
    alice.cloud.faults.next("cs:DescribeClustersV1", errorFault(403, "Forbidden", "not this account", "product"));
    const { exitCode, stdout, stderr } = await sync("--prune", ...PROFILES);
    expect(exitCode).toBe(1);
    expect(stderr).toStartWith("error: the sync is incomplete: 2 failures\nhint: ");
    expect(stdout).toMatch(/^! profile acct-a: its list of clusters is incomplete: .*Forbidden/m);
    expect(stdout).toMatch(/^! profile acct-b: its list of clusters is incomplete: .*Forbidden/m);
    const after = await contexts();
    expect(before.filter((name) => !after.includes(name))).toEqual([
      expect.stringMatching(new RegExp(`^acct-c-.*${idOf("acct-c")}$`)),
    ]);
  });

  test("a failed cluster is named, and the others are synced", async () => {
    alice.cloud.faults.next("cs:DescribeClusterUserKubeconfig", errorFault(403, "StatusForbidden", "no", "product"));
    const { exitCode, stdout, stderr } = await sync("--all", "--profile-name", "acct-a", ...NAMES);
    expect({ exitCode, marks: count(stdout) }).toEqual({ exitCode: 1, marks: { "+": 13, "!": 1 } });
    expect(stderr).toStartWith("error: the sync is incomplete: 1 failure\n");
    expect(await contexts()).toHaveLength(13);
  });

  test("skips a profile that does not exist, and syncs the others", async () => {
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

  test("with --region-id syncs one region, and keeps the entries of other regions", async () => {
    await sync("--all", ...PROFILES, ...NAMES, "--shared-user");
    const before = await contexts();
    for (const { id } of of("acct-a")) alice.cloud.state.clusters.delete(id);
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

  test("without --profile-name other flags keep the accounts of the entries, and no entry is left out silently", async () => {
    await sync("--all", ...PROFILES, ...NAMES, "--shared-user");
    const { cs, sts } = alice.cloud.addresses;
    const gone = idOf("acct-b");
    alice.cloud.state.clusters.delete(gone);
    const flags = ["--cs-endpoint", cs.host, "--sts-endpoint", sts.host, "--ignore-env-credentials"];
    expect(await marks("--prune", ...flags)).toEqual({ "-": 1, "=": 39 });
    const beijing = clusters.filter(({ regionId, id }) => regionId === "cn-beijing" && id !== gone).length;
    expect(await marks("--region-id", "cn-BEIJING")).toEqual({ "=": beijing, "!": 39 - beijing });
    const { stdout } = await sync("--cs-endpoint", "127.0.0.1");
    expect(count(stdout)).toEqual({ "!": 39 });
    expect(stdout).toMatch(/^! skipped .* acct-b +not looked at: its arguments are not the given ones$/m);
  });

  test("never prunes a cluster that still exists, for these credentials or for others", async () => {
    await sync("--all", "--profile-name", "acct-a", ...NAMES);
    const before = await contexts();
    change(idOf("acct-a"), { permitted: ["somebody-else"] });
    change(idOf("acct-a", 1), { permitted: ["acct-b"] });
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
    alice.cloud.state.clusters.delete(idOf("acct-a"));
    const asked = alice.cloud.requests.count("cs", "DescribeClusterUserKubeconfig");
    alice.cloud.faults.next("cs:DescribeClusterUserKubeconfig", {}, asked - 1);
    alice.cloud.faults.next("cs:DescribeClusterUserKubeconfig", fault);
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
    alice.cloud.state.clusters.clear();
    expect((await sync("--prune")).stdout).toContain("the entry names no profile");
    expect(await content()).toBe(before);
  });

  test("uses the keys of the requested profile, not those of this shell", async () => {
    await sync("--all", "--profile-name", "acct-c", ...NAMES);
    expect(await contexts()).toHaveLength(of("acct-c").length);
    expect(
      alice.cloud.requests.of("cs").every(({ headers }) => headers["authorization"]?.includes("LTAIfakeACCOUNT000002")),
    ).toBe(true);
  });

  test("says so when it removes the current context", async () => {
    const gone = idOf("acct-a");
    await sync("--all", "--profile-name", "acct-a", ...NAMES);
    const name = (await contexts()).find((context) => context.endsWith(gone));
    await alice.write(".kube/config", (await content()).replace('current-context: ""', `current-context: ${name}`));
    alice.cloud.state.clusters.delete(gone);
    const { stdout, stderr } = await sync("--prune");
    expect(stdout).toContain("its cluster is gone; it was the current context");
    expect(stderr).toBe(
      "warning: the current context was removed; choose another one with: kubectl config use-context NAME\n",
    );
    expect(parse(await content())).toMatchObject({ "current-context": "" });
  });

  test("keeps an address inside the VPC, and updates it", async () => {
    const first = idOf("acct-a");
    change(first, { privateServerUrl: "https://192.168.7.1:6443" });
    await add(first, "--private-address");
    expect(await content()).toContain("https://192.168.7.1:6443");
    expect(await marks()).toEqual({ "=": 1 });
    change(first, { privateServerUrl: "https://192.168.7.2:6443" });
    expect(await marks()).toEqual({ "~": 1 });
    expect(await content()).toContain("https://192.168.7.2:6443");
  });

  test("changes nothing but the cluster: names, arguments and other fields stay", async () => {
    const first = idOf("acct-a");
    await add(first, "--context-name", "mine");
    const kubeconfig = parse(await content());
    kubeconfig.contexts[0].context.namespace = "payments";
    kubeconfig.clusters[0].cluster["proxy-url"] = "http://127.0.0.1:9";
    kubeconfig.users[0].user.exec.args.push("--timeout", "5s");
    await alice.write(".kube/config", stringify(kubeconfig));
    change(first, { serverUrl: "https://203.0.113.9:6443" });
    expect(await marks()).toEqual({ "~": 1 });
    kubeconfig.clusters[0].cluster.server = "https://203.0.113.9:6443";
    expect(parse(await content())).toEqual(kubeconfig);
  });

  test("changes nothing if there is no entry, and no --all", async () => {
    await alice.write(".kube/config", stringify(KIND));
    const { exitCode, stdout } = await sync();
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `nothing to sync; to add every cluster, add --all\n${alice.kubeconfig} has not changed\n`,
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
    alice.cloud.state.clusters.clear();
    expect(count((await sync("--prune")).stdout)).toEqual({ "-": 1 });
    expect(await contexts()).toEqual([`ack-${second?.id}`]);
  });

  test("creates no file if there is nothing to write", async () => {
    expect((await sync()).stdout).toContain("nothing to sync");
    expect(await Bun.file(alice.kubeconfig).exists()).toBe(false);
  });

  test("adds no cluster that already has an entry in another file, or with a region's endpoint", async () => {
    const [first, second] = of("acct-a");
    const other = `${alice.home}/other`;
    await alice.tool(["kubeconfig", "sync", "--all", "--profile-name", "acct-a", "--kubeconfig", other]);
    for (const { id } of clusters) if (id !== first?.id && id !== second?.id) alice.cloud.state.clusters.delete(id);
    const fresh = { id: "cfresh", name: "fresh", regionId: "cn-beijing", permitted: ["acct-a"] };
    alice.cloud.state.clusters.set(fresh.id, fresh);
    await alice.write(".kube/config", stringify(KIND));
    const both = { KUBECONFIG: `${alice.kubeconfig}:${other}` };
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
    alice.cloud.state.clusters.clear();
    for (const { id, name, regionId } of only)
      alice.cloud.state.clusters.set(id, { id, name, regionId, permitted: ["acct-a"] });
    const { stdout } = await sync("--all", "--profile-name", "acct-a", "-o", "json");
    expect(JSON.parse(stdout)).toEqual({
      kubeconfig: alice.kubeconfig,
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
    for (const { id } of clusters) if (id !== first?.id) alice.cloud.state.clusters.delete(id);
    expectRefusal(await sync("--all", "--profile-name", "acct-a", ...more), { error, hint: "--context-name" });
    expect(await content()).toBe(stringify(OTHERS));
  });

  test("for a file that is not a kubeconfig", async () => {
    await alice.write(".kube/config", "users: [ {\n\t:");
    const { mtimeMs } = await stat(alice.kubeconfig);
    expectRefusal(await sync("--all"), { error: "cannot be used: it is not YAML", hint: "fix the file" });
    expect((await stat(alice.kubeconfig)).mtimeMs).toBe(mtimeMs);
    expect(alice.cloud.requests.count()).toBe(0);
  });
});
