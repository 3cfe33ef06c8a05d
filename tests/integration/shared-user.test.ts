import { describe, expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { aliceInEachTest } from "../support/alice-in-each-test.ts";
import type { Outcome } from "../support/binary.ts";
import { keyFields } from "../support/credential-files.ts";
import { execInfo } from "../support/exec-credential.ts";
import { expectRefusal, type Refusal } from "../support/expect-refusal.ts";
import { aliyunConfig } from "../support/search-context.ts";

const alice = aliceInEachTest();

const ca = (): string => Buffer.from(alice.cloud.apiServer.certificateAuthorityPem).toString("base64");

/** `KUBERNETES_EXEC_INFO` for a user with `provideClusterInfo: true`. */
function clusterInfo(config: unknown, cluster: object = { "certificate-authority-data": ca() }): string {
  return execInfo("v1", { cluster: { server: alice.cloud.apiServer.url, ...cluster, config }, interactive: false });
}

function plugin(command: string, info: string, ...more: string[]): Promise<Outcome> {
  return alice.tool(["credential-plugin", command, ...more], { KUBERNETES_EXEC_INFO: info });
}

function hostsAsked(): (string | undefined)[] {
  return alice.cloud.requests.of("cs").map(({ path }) => path);
}

describe("get-credential of a shared user", () => {
  test("gets each cluster's certificate by the id in its entry", async () => {
    const first = await plugin("get-credential", clusterInfo({ clusterId: alice.production }));
    const second = await plugin("get-credential", clusterInfo({ clusterId: alice.staging }));
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(first.stdout).not.toBe(second.stdout);
    expect(hostsAsked()).toEqual([`/k8s/${alice.production}/user_config`, `/k8s/${alice.staging}/user_config`]);
  });

  test("shares the certificate with a user whose arguments name the cluster", async () => {
    const shared = await plugin("get-credential", clusterInfo({ clusterId: alice.production }));
    const named = await plugin("get-credential", clusterInfo(null), "--cluster-id", alice.production);
    expect(named).toEqual(shared);
    expect(alice.cloud.requests.count("cs")).toBe(1);
  });

  test("uses the endpoint of the cluster's region, which overrides a region variable", async () => {
    const seen: string[] = [];
    await alice.tool(
      ["credential-plugin", "get-credential", "--timeout", "1s"],
      {
        ACK_RAM_TOOL_CS_ENDPOINT: undefined,
        ACK_RAM_TOOL_REGION_ID: "cn-beijing",
        KUBERNETES_EXEC_INFO: clusterInfo({ clusterId: alice.production, regionId: "cn-hangzhou" }),
      },
      {
        fetch: (url) => {
          seen.push(new URL(url).host);
          return Promise.reject(new Error("there is no network in this test"));
        },
      },
    );
    expect([...new Set(seen)]).toEqual(["cs.cn-hangzhou.aliyuncs.com"]);
  });

  test("works beside another plugin's extension if the arguments name the cluster", async () => {
    const info = clusterInfo({ apiVersion: "example.com/v1", kind: "Shoot", clusterId: "other" });
    expect(await plugin("get-credential", info, "-c", alice.production)).toMatchObject({ exitCode: 0, stderr: "" });
  });

  const rewrite = "ack-ram-tool get-kubeconfig --cluster-id ID --shared-user --write";
  test.each<[string, unknown, string[], Refusal]>([
    [
      "no extension",
      null,
      [],
      { error: "--cluster-id is missing, and the kubeconfig's cluster has no client.", hint: rewrite, exitCode: 2 },
    ],
    [
      "an extension without an id",
      { clusterName: "prod" },
      [],
      { error: "has no clusterId in its client.", hint: rewrite, exitCode: 2 },
    ],
    ["a wrong id", { clusterId: "../x" }, [], { error: "spec.cluster.config.clusterId", hint: rewrite }],
    ["another plugin's extension", { kind: "Shoot" }, [], { error: "extension of another plugin", hint: rewrite }],
    [
      "another id than in the arguments",
      { clusterId: "c2" },
      ["--cluster-id", "c1"],
      { error: "--cluster-id c1 differs from clusterId", hint: "remove --cluster-id from" },
    ],
    [
      "another region than in the arguments",
      { clusterId: "c2", regionId: "cn-hangzhou" },
      ["--region-id", "cn-beijing"],
      { error: "--region-id cn-beijing differs from regionId", hint: "remove --region-id from" },
    ],
  ])("with %s is refused without any request", async (_, config, more, refusal) => {
    expectRefusal(await plugin("get-credential", clusterInfo(config), ...more), refusal);
    expect(alice.cloud.requests.count()).toBe(0);
  });
});

describe("get-token of a shared user", () => {
  test("gets a token once the cluster's CA proves that it is the cluster", async () => {
    const { exitCode, stdout, stderr } = await plugin("get-token", clusterInfo({ clusterId: alice.production }));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const { status } = JSON.parse(stdout);
    expect(alice.cloud.verifyToken(status.token).clusterId).toBe(alice.production);
  });

  test.each<[string, () => object, string]>([
    [
      "another CA",
      () => ({ "certificate-authority-data": btoa(alice.cloud.certificateAuthorityPem) }),
      "its CA is not that cluster's",
    ],
    [
      "a CA beside the cluster's",
      () => ({
        "certificate-authority-data": btoa(
          `${alice.cloud.apiServer.certificateAuthorityPem}${alice.cloud.certificateAuthorityPem}`,
        ),
      }),
      "its CA is not that cluster's",
    ],
    ["no CA", () => ({}), "it has no certificate-authority-data"],
    [
      "something that is not a CA",
      () => ({ "certificate-authority-data": btoa("fake") }),
      "it has no certificate-authority-data",
    ],
    ["no verification", () => ({ "insecure-skip-tls-verify": true }), "kubectl would not verify the server"],
  ])("gets no token for a cluster with %s, which proves nothing", async (_, cluster, why) => {
    const outcome = await plugin("get-token", clusterInfo({ clusterId: alice.production }, cluster()));
    expectRefusal(outcome, { error: why, hint: `--cluster-id ${alice.production} --mode token` });
  });

  test("needs no CA check if the user's arguments name the cluster: a token costs no call", async () => {
    const outcome = await plugin("get-token", clusterInfo({ clusterId: alice.production }, {}), "-c", alice.production);
    expect(outcome.exitCode).toBe(0);
    expect(alice.cloud.requests.count()).toBe(0);
  });
});

const get = (...more: string[]): Promise<Outcome> => alice.tool(["get-kubeconfig", "--shared-user", ...more]);
const written = async (): Promise<unknown> => parse(await readFile(alice.kubeconfig, "utf8"));
const extension = (clusterId: string, more = {}) => ({
  name: "client.authentication.k8s.io/exec",
  extension: { apiVersion: "ack-ram-tool.alibabacloud.com/v1", kind: "ClusterConfig", clusterId, ...more },
});

describe("get-kubeconfig --shared-user", () => {
  test("writes one user for all clusters, and the id into each cluster's entry", async () => {
    expect(await get("--all", "--write", "--context-name", "{name}")).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await written()).toMatchObject({
      clusters: [
        {
          name: `ack-${alice.production}`,
          cluster: { extensions: [extension(alice.production, { regionId: "cn-hangzhou" })] },
        },
        {
          name: `ack-${alice.staging}`,
          cluster: { extensions: [extension(alice.staging, { regionId: "ap-southeast-1" })] },
        },
      ],
      contexts: [
        { name: "production", context: { user: "ack" } },
        { name: "staging", context: { user: "ack" } },
      ],
      users: [{ name: "ack", user: { exec: { provideClusterInfo: true } } }],
    });
    expect(JSON.stringify(await written())).not.toContain('"--cluster-id"');
  });

  test("changes nothing the second time, and keeps the cluster's other extensions", async () => {
    await alice.write(
      ".kube/config",
      `clusters:\n- name: ack-${alice.production}\n  cluster:\n    server: https://old.example\n    extensions:\n    - name: other.example\n      extension: {kept: true}\n    - name: client.authentication.k8s.io/exec\n      extension: {clusterId: old}\n`,
    );
    await get("-c", alice.production, "--write", "--region-id", "cn-hangzhou", "--overwrite");
    const once = await readFile(alice.kubeconfig, "utf8");
    await get("-c", alice.production, "--write", "--region-id", "cn-hangzhou");
    expect(await readFile(alice.kubeconfig, "utf8")).toBe(once);
    expect(parse(once)).toMatchObject({
      clusters: [
        {
          cluster: {
            extensions: [
              { name: "other.example", extension: { kept: true } },
              extension(alice.production, { regionId: "cn-hangzhou" }),
            ],
          },
        },
      ],
    });
  });

  test("has a user for each profile", async () => {
    const { alice: keys } = alice.cloud.identities;
    await alice.write(".aliyun/config.json", aliyunConfig([{ name: "dev", mode: "AK", ...keyFields(keys) }]));
    const { stdout } = await get("-c", alice.production, "--profile-name", "dev");
    expect(parse(stdout)).toMatchObject({ users: [{ name: "ack-dev" }], contexts: [{ context: { user: "ack-dev" } }] });
  });
});

test("the doctor examines the cluster of a shared user's context", async () => {
  await get("-c", alice.staging, "--write", "--region-id", "ap-southeast-1", "--set-current");
  const { stdout } = await alice.tool(["doctor", "--output", "json"], { PATH: undefined });
  const report: unknown = JSON.parse(stdout);
  expect(JSON.stringify(report)).toContain(`cluster ${alice.staging}, as kubectl gets its credentials in context`);
  expect(alice.cloud.requests.of("cs").at(-1)?.path).toBe(`/k8s/${alice.staging}/user_config`);
});
