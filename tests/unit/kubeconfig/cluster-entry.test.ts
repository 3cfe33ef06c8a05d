import { describe, expect, test } from "bun:test";
import { readClusterEntry } from "../../../src/kubeconfig/cluster-entry.ts";
import { toolErrorOf } from "../../support/tool-error-of.ts";

const kubeconfig = `
clusters:
- {name: a, cluster: {server: https://a, proxy-url: http://p}}
- {name: b, cluster: {server: https://b}}
contexts:
- {name: one, context: {cluster: a, user: me, namespace: n}}
- {name: two, context: {cluster: b, user: you}}
users:
- {name: me, user: {client-key-data: fake-secret}}
`;

describe("the API's kubeconfig", () => {
  test("gives the cluster of its current context, with every field", async () => {
    expect(await readClusterEntry(`current-context: one${kubeconfig}`)).toEqual({
      clusterName: "a",
      cluster: { server: "https://a", "proxy-url": "http://p" },
      contextName: "one",
      userName: "me",
    });
  });

  test.each(["current-context: two", "current-context: elsewhere", ""])("gives one for %j", async (line) => {
    const name = line.endsWith("two") ? "two" : "one";
    expect((await readClusterEntry(`${line}${kubeconfig}`)).contextName).toBe(name);
  });

  test.each([
    ["\tbroken: {", "is not YAML"],
    ["", "cannot be used"],
    ["clusters: []\ncontexts: []\n", "has no contexts"],
    ["clusters: []\ncontexts: [{name: x, context: {cluster: gone, user: u}}]\n", "whose cluster does not exist"],
    ["clusters: [{name: a, cluster: {}}]\ncontexts: []\n", "server is missing"],
    ["clusters: fake-secret\ncontexts: []\n", "clusters must be an array"],
  ])("%j is refused without being quoted", async (text, problem) => {
    const { message } = await toolErrorOf(() => readClusterEntry(text));
    expect(message).toContain(problem);
    expect(message).not.toContain("fake-secret");
  });
});
