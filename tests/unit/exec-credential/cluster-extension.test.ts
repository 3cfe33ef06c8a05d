import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { clusterConfig, isOfAnotherPlugin, readClusterConfig } from "../../../src/exec-credential/cluster-extension.ts";
import { readExecInfo } from "../../../src/exec-credential/exec-info-from-environment.ts";
import { ToolError } from "../../../src/errors/tool-error.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

const clusterId = "c0123456789abcdef0123456789abcdef";
const ours = { apiVersion: "ack-ram-tool.alibabacloud.com/v1", kind: "ClusterConfig" };

/** What real clients set, CA shortened. */
const GOLDEN = {
  "kubectl 1.32": `{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"cluster":{"server":"https://127.0.0.1:1/prefix","tls-server-name":"kubernetes.default","certificate-authority-data":"LS0tLS1CRUdJTi==","proxy-url":"http://127.0.0.1:9","disable-compression":true,"config":{"apiVersion":"ack-ram-tool.alibabacloud.com/v1","clusterId":"${clusterId}","kind":"ClusterConfig","regionId":"cn-hangzhou"}},"interactive":false}}\n`,
  "the Python client": `{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "spec": {"interactive": false, "cluster": {"server": "https://127.0.0.1:1", "certificate-authority": "/ca.pem", "certificate-authority-data": "LS0tLS1CRUdJTi==", "extensions": [{"name": "client.authentication.k8s.io/exec", "extension": {"clusterId": "${clusterId}", "regionId": "cn-hangzhou"}}], "config": {"clusterId": "${clusterId}", "regionId": "cn-hangzhou"}}}}`,
};

describe("the cluster that a client passes", () => {
  test.each(Object.entries(GOLDEN))("is read from what %s writes", async (_, text) => {
    const info = await readExecInfo({ KUBERNETES_EXEC_INFO: text });
    expect(info).toMatchObject({
      apiVersion: "v1",
      cluster: { authorityData: "LS0tLS1CRUdJTi==", isUnverified: false },
    });
    expect(readClusterConfig(info?.cluster?.config)).toEqual({ clusterId, regionId: "cn-hangzhou" });
  });

  test("may have no extension, and may not be verified", async () => {
    const text =
      '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"cluster":{"server":"https://127.0.0.1:3","insecure-skip-tls-verify":true,"config":null},"interactive":false}}\n';
    expect((await readExecInfo({ KUBERNETES_EXEC_INFO: text }))?.cluster).toEqual({
      config: null,
      authorityData: undefined,
      isUnverified: true,
    });
  });

  test("is untrusted: a field of the wrong type counts as absent, or as the stricter value", async () => {
    const text = JSON.stringify({
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      spec: { cluster: { "certificate-authority-data": 1, "insecure-skip-tls-verify": "no" } },
    });
    expect((await readExecInfo({ KUBERNETES_EXEC_INFO: text }))?.cluster).toEqual({
      config: null,
      authorityData: undefined,
      isUnverified: true,
    });
  });

  test("can have a CA of 100 KiB", async () => {
    const text = GOLDEN["kubectl 1.32"].replace("LS0tLS1CRUdJTi==", "A".repeat(100 * 1024));
    expect((await readExecInfo({ KUBERNETES_EXEC_INFO: text }))?.cluster?.authorityData).toHaveLength(100 * 1024);
  });
});

describe("a cluster's extension", () => {
  test.each<[unknown, object]>([
    [null, {}],
    [undefined, {}],
    [
      { ...ours, clusterId, regionId: "cn-hangzhou" },
      { clusterId, regionId: "cn-hangzhou" },
    ],
    [{ clusterId }, { clusterId }],
    [
      { clusterId, region: "cn-hangzhou" },
      { clusterId, regionId: "cn-hangzhou" },
    ],
    [
      { clusterId, region: "cn-beijing", regionId: "cn-hangzhou" },
      { clusterId, regionId: "cn-hangzhou" },
    ],
    [{ clusterName: "prod" }, {}],
    [{ ...ours, clusterId, more: { nested: [12345678901234567890n.toString()] } }, { clusterId }],
    [{ clusterId, profileName: "other", roleArn: "acs:ram::1:role/x", csEndpoint: "evil.example" }, { clusterId }],
  ])("%j", (config, read) => {
    expect(readClusterConfig(config)).toEqual({ clusterId: undefined, regionId: undefined, ...read });
  });

  test.each<[unknown, string]>([
    [{ clusterId: 5 }, "spec.cluster.config.clusterId must be a string, not a number"],
    [{ clusterId: "../c1" }, "spec.cluster.config.clusterId must be letters, digits and dashes"],
    [{ clusterId: "-c1" }, "spec.cluster.config.clusterId must be letters, digits and dashes"],
    [
      { clusterId, regionId: "cn-hangzhou.evil.example" },
      "spec.cluster.config.regionId must be a region id like cn-hangzhou",
    ],
    [{ clusterId, region: ["cn-hangzhou"] }, "spec.cluster.config.region must be a string"],
    [clusterId, "spec.cluster.config must be an object, not a string"],
    [[clusterId], "spec.cluster.config must be an object, not an array"],
    [{ apiVersion: "example.com/v1", clusterId }, "extension of another plugin"],
    [{ kind: "Other", clusterId }, "extension of another plugin"],
  ])("%j is an error that names the field", async (config, message) => {
    const error = await toolErrorOf(() => Promise.resolve(readClusterConfig(config)));
    expect(error).toMatchObject({ code: "exec_info_invalid", exitCode: 1 });
    expect(error.message).toContain(message);
    expect(error.hint).toContain("ack-ram-tool get-kubeconfig --cluster-id ID --shared-user --write");
  });

  test.each<[unknown, boolean]>([
    [null, false],
    [{}, false],
    [ours, false],
    [{ apiVersion: "example.com/v1" }, true],
    [{ ...ours, kind: "Shoot" }, true],
    [{ apiVersion: 1 }, true],
    ["text", false],
  ])("%j is another plugin's: %p", (config, expected) => {
    expect(isOfAnotherPlugin(config)).toBe(expected);
  });

  test("can be read back as written", () => {
    const config = clusterConfig({ clusterId, regionId: "cn-hangzhou" });
    expect(config).toEqual({ ...ours, clusterId, regionId: "cn-hangzhou" });
    expect(readClusterConfig(config)).toEqual({ clusterId, regionId: "cn-hangzhou" });
  });
});

test("any extension gives an id and a region that are safe in a path and a host name, or a ToolError", async () => {
  const field = fc.oneof(fc.string(), fc.constantFrom(clusterId, "cn-hangzhou", null, 5, "../x"), fc.jsonValue());
  const config = fc.oneof(
    fc.jsonValue(),
    fc.record({ clusterId: field, regionId: field, region: field }, { requiredKeys: [] }),
  );
  await fc.assert(
    fc.asyncProperty(config, fc.jsonValue(), async (said, data) => {
      const cluster = { server: "https://127.0.0.1:1", "certificate-authority-data": data, config: said };
      const text = JSON.stringify({
        kind: "ExecCredential",
        apiVersion: "client.authentication.k8s.io/v1",
        spec: { cluster, interactive: false },
      });
      const info = await readExecInfo({ KUBERNETES_EXEC_INFO: text });
      try {
        const read = readClusterConfig(info?.cluster?.config);
        expect(read.clusterId ?? "c").toMatch(/^[A-Za-z0-9][A-Za-z0-9-]*$/);
        expect(read.regionId ?? "r").toMatch(/^[a-z0-9-]+$/);
      } catch (error) {
        expect(error).toBeInstanceOf(ToolError);
      }
    }),
    { numRuns: 500 },
  );
});
