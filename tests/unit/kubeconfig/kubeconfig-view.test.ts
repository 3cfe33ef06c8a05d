import { describe, expect, test } from "bun:test";
import {
  currentContextName,
  findContext,
  type KubeconfigFile,
  type LeadingContext,
  viewKubeconfig,
} from "../../../src/kubeconfig/kubeconfig-view.ts";
import type { HotPathFiles } from "../../../src/world/world.ts";

function view(text: string, path = "/kube/config"): Promise<KubeconfigFile> {
  const files: HotPathFiles = {
    readText: () => Promise.resolve(text),
    status: () => Promise.resolve({ isFile: true, size: text.length, mode: 0o600, uid: 1000, modifiedAt: 0 }),
    size: () => 0,
    readOwnFile: () => undefined,
    overwriteOwnFile: () => Promise.reject(new Error("not looked at")),
  };
  return viewKubeconfig(path, { files, fileWriter: () => Promise.reject(new Error("nothing is written")) });
}

const user = (name: string, command: string): string =>
  `- name: ${name}\n  user:\n    exec:\n      command: ${command}\n      args: [a]\n      apiVersion: v\n`;

const cluster = (server: string): string => `clusters:\n- {name: c, cluster: {server: ${server}}}\n`;

describe("a user is this tool's by its command's name", () => {
  test.each([
    ["ack-ram-tool", true],
    ["/opt/bin/ack-ram-tool", true],
    ["'C:\\tools\\ack-ram-tool.exe'", true],
    ["aws", false],
    ["not-ack-ram-tool", false],
    ["ack-ram-tool/other", false],
  ])("%s: %p", async (command, isOurs) => {
    const file = await view(`users:\n${user("me", command)}`);
    expect(file).toMatchObject({ state: "read", view: { pluginUsers: isOurs ? [{ name: "me", args: ["a"] }] : [] } });
  });
});

test.each([
  ["", "read"],
  ["users: null\nclusters: null\n", "read"],
  ["users:\n- name: me\n  user: null\n", "read"],
  ["\tx: {", "broken"],
  ["users: fake-secret", "broken"],
])("%j is %s, and is not quoted", async (text, state) => {
  const file = await view(text);
  expect(file.state).toBe(state === "read" ? "read" : "broken");
  expect(JSON.stringify(file)).not.toContain("fake-secret");
});

describe("a relative path starts from the kubeconfig's folder", () => {
  test.each([
    ["./bin/ack-ram-tool", "/home/me/bin/ack-ram-tool"],
    ["../ack-ram-tool", "/home/me/../ack-ram-tool"],
    ["/opt/ack-ram-tool", "/opt/ack-ram-tool"],
    ["ack-ram-tool", "ack-ram-tool"],
  ])("the command %s is %s", async (command, expected) => {
    const file = await view(`users:\n${user("me", command)}`, "/home/me/config");
    expect(file).toMatchObject({ view: { pluginUsers: [{ command: expected }] } });
  });

  test.each([
    ["ca.crt", "/home/me/ca.crt"],
    ["pki/ca.crt", "/home/me/pki/ca.crt"],
    ["/etc/ca.crt", "/etc/ca.crt"],
  ])("the CA %s is %s", async (authority, expected) => {
    const text = `clusters:\n- {name: c, cluster: {server: s, certificate-authority: ${authority}}}\n`;
    expect(await view(text, "/home/me/config")).toMatchObject({
      view: { clusters: [{ cluster: { "certificate-authority": expected } }] },
    });
  });
});

function currentContext(files: readonly KubeconfigFile[]): LeadingContext | undefined {
  const views = files.flatMap((file) => (file.state === "read" ? file.view : []));
  return findContext(views, currentContextName(views) ?? "");
}

describe("the current context", () => {
  const contexts = "contexts:\n- name: one\n  context: {cluster: c, user: me}\n";

  test("may be set in one file and defined in another", async () => {
    const files = [
      await view("current-context: one\n"),
      await view(`${contexts}users:\n${user("me", "ack-ram-tool")}`),
    ];
    expect(currentContext(files)).toMatchObject({ name: "one", user: { name: "me" } });
  });

  test("comes from the first file that sets one", async () => {
    const files = [await view(`current-context: one\n${contexts}`), await view("current-context: two\n")];
    expect(currentContext(files)).toMatchObject({ name: "one", user: undefined });
  });

  test("may use a cluster in another file; of two with the same name the first counts", async () => {
    const files = [`current-context: one\n${contexts}`, cluster("https://first"), cluster("https://second")];
    expect(currentContext(await Promise.all(files.map((text) => view(text))))).toMatchObject({
      cluster: { server: "https://first" },
    });
  });

  test("may not exist", async () => {
    expect(currentContext([await view(`current-context: two\n${contexts}`)])).toBeUndefined();
  });
});
