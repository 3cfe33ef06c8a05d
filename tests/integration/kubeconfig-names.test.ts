import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { expectRefusal } from "../support/expect-refusal.ts";
import { type Scene, setScene } from "../support/scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await setScene();
});
afterEach(() => scene[Symbol.asyncDispose]());

const FOREIGN = `apiVersion: v1
kind: Config
clusters:
- {name: prod, cluster: {server: "https://127.0.0.1:1"}}
contexts:
- {name: prod, context: {cluster: prod, user: prod, namespace: dev}}
users:
- {name: prod, user: {token: fake}}
`;

const config = () => readFile(`${scene.home}/.kube/config`, "utf8");
const write = (id: string, ...flags: string[]) =>
  scene.runInProcess(["get-kubeconfig", "-c", id, "--write", ...flags], scene.alice);

describe("--write does not reuse a name that means something else", () => {
  test("another cluster's context is reported with its cluster, and the file is unchanged", async () => {
    const { production, staging } = scene.cloud.clusters;
    await write(production.id, "--context-name", "prod");
    const before = await config();
    expectRefusal(await write(staging.id, "--context-name", "prod"), {
      error: `context "prod" belongs to cluster ${production.id}, so nothing was written`,
      hint: "--overwrite",
    });
    expect(await config()).toBe(before);
    expect((await write(staging.id, "--context-name", "prod", "--overwrite")).exitCode).toBe(0);
    expect(await config()).toContain(staging.id);
  });

  test("the same cluster with another role is reported with that role", async () => {
    const { production } = scene.cloud.clusters;
    const role = scene.cloud.roles.ci.arn;
    await write(production.id, "--context-name", "prod", "--role-arn", role);
    const before = await config();
    expectRefusal(await write(production.id, "--context-name", "prod"), {
      error: `context "prod" already uses this cluster with --role-arn ${role}, so nothing was written`,
      hint: "--context-name",
    });
    expect(await config()).toBe(before);
  });

  test("a cluster whose other user has no cluster id is still this tool's", async () => {
    const { id } = scene.cloud.clusters.production;
    await write(id);
    const before = await config();
    const broken = "- name: other\n  user: {exec: {command: ack-ram-tool, args: [x], apiVersion: v}}\n";
    const context = `- name: other\n  context: {cluster: ack-${id}, user: other}\n`;
    const text = before.replace("contexts:\n", `$&${context}`).replace("users:\n", `$&${broken}`);
    await scene.write(".kube/config", text);
    expect(await write(id)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await config()).toBe(text);
    expectRefusal(await write(id, "--context-name", "other"), {
      error: 'context "other" runs this tool without a cluster id, so nothing was written',
    });
  });

  test.each([
    ["context", ["--context-name", "prod", "--user-name", "u", "--cluster-name", "c"]],
    ["user", ["--context-name", "x", "--user-name", "prod", "--cluster-name", "c"]],
    ["cluster", ["--context-name", "x", "--user-name", "u", "--cluster-name", "prod"]],
  ])("somebody else's %s is left alone", async (kind, flags) => {
    await scene.write(".kube/config", FOREIGN);
    const { production } = scene.cloud.clusters;
    expectRefusal(await write(production.id, ...flags), {
      error: `${kind} "prod" is not this tool's`,
      hint: `choose another name with --${kind}-name NAME, or`,
    });
    expect(await config()).toBe(FOREIGN);
  });
});

const all = (...flags: string[]) => scene.runInProcess(["get-kubeconfig", "--all", ...flags], scene.alice);

describe("two clusters never get the same name", () => {
  test.each([
    ["context", ["--context-name", "{name}"]],
    ["user", ["--context-name", "{id}", "--user-name", "{name}"]],
    ["cluster", ["--context-name", "{id}", "--cluster-name", "{name}"]],
  ])("as %s: duplicates are listed, and nothing is written", async (kind, flags) => {
    const { production, staging } = scene.cloud.clusters;
    // A zero-width space makes no other name.
    scene.cloud.state.clusters.set(staging.id, { ...staging, name: `${production.name}\u200B` });
    for (const more of [[], ["--write"]]) {
      const outcome = await all(...flags, ...more);
      expectRefusal(outcome, {
        exitCode: 2,
        error: `2 clusters would have the ${kind} name "production"`,
        hint: "{id}",
      });
      expect(outcome.stderr).toContain(production.id);
      expect(outcome.stderr).toContain(staging.id);
    }
    expect(await Bun.file(`${scene.home}/.kube/config`).exists()).toBe(false);
  });

  test("names that placeholders make unique are written", async () => {
    const { exitCode } = await all("--context-name", "{name}-{region}", "--write");
    expect(exitCode).toBe(0);
    expect(await config()).toContain("production-cn-hangzhou");
  });
});
