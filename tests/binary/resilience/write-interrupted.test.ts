import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canMount, mountFile } from "../../support/mounted.ts";
import { type Scene, setScene } from "../../support/scene.ts";
import { waitUntil } from "../../support/wait-until.ts";

/** How often a change of the kubeconfig is interrupted; the long form, by hand: `INTERRUPTIONS=200 bun test …`. */
const INTERRUPTIONS = Number(process.env["INTERRUPTIONS"] ?? 30);

// A busy machine.
setDefaultTimeout(60_000 + INTERRUPTIONS * 1000);

const OWN = "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n";

const write = (scene: Scene, name: string): readonly string[] => [
  "get-kubeconfig",
  "-c",
  scene.cloud.clusters.production.id,
  "--write",
  "--context-name",
  name,
];

test.skipIf(process.platform === "win32")(
  `a change of the kubeconfig that is interrupted leaves no lock and no copy, ${INTERRUPTIONS} times (not on Windows)`,
  async () => {
    await using scene = await setScene();
    const path = await scene.write(".kube/config", OWN);
    for (let times = 0; times < INTERRUPTIONS; times += 1) {
      const requests = scene.cloud.requests.count("cs");
      const running = scene.start(write(scene, `prod-${times}`), scene.alice);
      await waitUntil(() => scene.cloud.requests.of("cs")[requests]?.status !== undefined);
      // What follows the API's answer takes some 40 ms.
      await Bun.sleep((times * 3) % 45);
      running.kill((["SIGINT", "SIGTERM", "SIGHUP"] as const)[times % 3] ?? "SIGINT");
      await running.outcome;
      const left = readdirSync(join(scene.home, ".kube")).filter((name) => /\.lock$|\.tmp$/.test(name));
      expect({ times, left }).toEqual({ times, left: [] });
      expect(readFileSync(path, "utf8")).toStartWith("apiVersion: v1\nkind: Config\n");
    }
    expect((await scene.run(write(scene, "last"), scene.alice)).exitCode).toBe(0);
  },
);

test.skipIf(!canMount)(
  "a kubeconfig that is mounted by itself is written in place (skipped where nothing can be mounted)",
  async () => {
    await using scene = await setScene();
    const path = await scene.write(".kube/config", OWN);
    using _ = mountFile(path);
    const { exitCode } = await scene.run(write(scene, "prod"), scene.alice);
    expect(exitCode).toBe(0);
    expect(readFileSync(path, "utf8")).toContain("prod");
  },
);
