import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFile } from "node:fs/promises";
import { ACCOUNTS, addFortyClusters, openAccounts } from "../support/accounts.ts";
import { KUBECTL } from "../support/kubectl.ts";
import { type Scene, setScene } from "../support/scene.ts";

// kubectl takes a second on a busy machine.
setDefaultTimeout(120_000);

const PROFILES = ACCOUNTS.flatMap((name) => ["--profile-name", name]);

async function kubectl(scene: Scene, ...argv: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await scene.runOther([KUBECTL ?? "", ...argv]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout.trimEnd();
}

async function tool(scene: Scene, ...argv: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await scene.run(argv);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
}

describe.skipIf(KUBECTL === null)(
  "the real kubectl reads what the tool looks after (skipped where it is not installed)",
  () => {
    test.each([
      ["a user for each cluster", []],
      ["a user for each account", ["--shared-user"]],
    ])("with %s: sync, a changed cloud, sync, prune, remove", async (_, more) => {
      await using scene = await setScene();
      const { cloud } = scene;
      await scene.write(".aliyun/config.json", openAccounts(cloud));
      const clusters = addFortyClusters(cloud);
      const names = ["--context-name", "{profile}/{region}/{name}/{id}"];
      await tool(scene, "kubeconfig", "sync", "--all", ...PROFILES, ...names, ...more);
      const nameOf = (at: number): string => {
        const { account, regionId, name, id } = clusters[at] ?? { account: "", regionId: "", name: "", id: "" };
        return `${account}/${regionId}/${name}/${id}`;
      };
      expect((await kubectl(scene, "config", "get-contexts", "-o", "name")).split("\n").toSorted()).toEqual(
        clusters.map((__, at) => nameOf(at)).toSorted(),
      );
      for (const at of [0, 1, 2]) {
        expect(await kubectl(scene, "--context", nameOf(at), "get", "ns")).toContain("payments");
        expect(await kubectl(scene, "--context", nameOf(at), "auth", "whoami")).toContain(clusters[at]?.account ?? "?");
      }

      cloud.state.clusters.delete(clusters[0]?.id ?? "");
      await tool(scene, "kubeconfig", "sync", "--prune");
      await tool(scene, "kubeconfig", "remove", nameOf(1));
      const left = (await kubectl(scene, "config", "get-contexts", "-o", "name")).split("\n");
      expect(left.toSorted()).toEqual(
        clusters
          .slice(2)
          .map((__, at) => nameOf(at + 2))
          .toSorted(),
      );
      expect(await kubectl(scene, "--context", nameOf(5), "get", "ns")).toContain("payments");

      const text = await readFile(`${scene.home}/.kube/config`, "utf8");
      for (const gone of clusters.slice(0, 2)) expect(text).not.toContain(gone.id);
    });
  },
);
