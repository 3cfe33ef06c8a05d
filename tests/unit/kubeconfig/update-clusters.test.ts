import { expect, test } from "bun:test";
import { parse } from "yaml";
import { parseKubeconfig } from "../../../src/kubeconfig/parse-kubeconfig.ts";
import { type ClusterUpdate, updateClusters } from "../../../src/kubeconfig/put-entries.ts";

function update(text: string, clusters: readonly ClusterUpdate[]): string {
  const { kubeconfig, changedTo } = parseKubeconfig(text, "/kube/config");
  return changedTo(updateClusters(kubeconfig, clusters));
}

const now = { server: "https://203.0.113.9:6443", "certificate-authority-data": "TkVX" };

test.each([
  [
    "block style",
    "x: 010 # eight\nclusters:\n- cluster:\n    server: https://old # mine\n    proxy-url: http://127.0.0.1:9\n    certificate-authority-data: T0xE\n  name: k\n- name: other\n  cluster: {server: 'https://old'}\n",
  ],
  [
    "quotes",
    'clusters:\n- cluster: {server: "https://old", certificate-authority-data: "T0xE"}\n  name: k\nx: 1e400\n',
  ],
  [
    "JSON",
    '{"x": 1e400, "clusters": [{"name": "k", "cluster": {"server": "https://old", "certificate-authority-data": "T0xE"}}]}',
  ],
  [
    "CRLF",
    "clusters:\r\n- name: k\r\n  cluster:\r\n    server: https://old\r\n    certificate-authority-data: T0xE\r\nx: ~\r\n",
  ],
])("a cluster gets another address and CA, and every other byte stays: %s", (_, text) => {
  const expected = text.replace("https://old", now.server).replace("T0xE", now["certificate-authority-data"]);
  expect(update(text, [{ name: "k", cluster: now }])).toBe(expected);
});

test.each([
  ["a field that is missing", "clusters:\n- name: k\n  cluster: {server: https://old}\n"],
  [
    "fields in the way",
    "clusters:\n- name: k\n  cluster: {server: https://old, insecure-skip-tls-verify: true, certificate-authority: /ca}\n",
  ],
])("%s: the cluster has the new fields", (_, text) => {
  expect(parse(update(text, [{ name: "k", cluster: now }]))).toEqual({
    clusters: [{ name: "k", cluster: now }],
  });
});
