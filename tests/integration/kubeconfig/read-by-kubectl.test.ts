import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { ToolError } from "../../../src/errors/tool-error.ts";
import { execSection } from "../../../src/kubeconfig/exec-section.ts";
import type { KubeconfigEntry } from "../../../src/kubeconfig/kubeconfig-entry.ts";
import { parseKubeconfig } from "../../../src/kubeconfig/parse-kubeconfig.ts";
import { putEntries } from "../../../src/kubeconfig/put-entries.ts";
import { removalOf, removeEntries } from "../../../src/kubeconfig/remove-entries.ts";
import { kubeconfigView } from "../../../src/kubeconfig/kubeconfig-view.ts";
import { KUBECTL } from "../../support/kubectl.ts";
import { kubeconfigTexts } from "./random-kubeconfig.ts";

// The judge is kubectl: what it reads of every foreign entry, before and after. KUBECONFIGS=5000 is the long form.

const DOCUMENTS = Number(process.env["KUBECONFIGS"] ?? 120);
const SEED = Number(process.env["SEED"] ?? 20261126);

const entry = (name: string): KubeconfigEntry => ({
  contextName: name,
  clusterName: name,
  userName: name,
  cluster: { server: "https://192.0.2.1:6443", "certificate-authority-data": "Q0E=" },
  exec: execSection(
    "ack-ram-tool",
    ["credential-plugin", "get-credential", "--cluster-id", "c1"],
    "v1",
    "ack-ram-tool get-kubeconfig --write",
  ),
});
/** A name that many texts already have, and one that none has. */
const OURS = ["ours", "new"];

const named = v.nullable(v.array(v.looseObject({ name: v.string() })));
const kubectlView = v.looseObject({
  "current-context": v.string(),
  clusters: named,
  contexts: named,
  users: named,
});
type View = v.InferOutput<typeof kubectlView>;

const foreign = (list: View["users"]) => (list ?? []).filter(({ name }) => !OURS.includes(name));

describe.skipIf(KUBECTL === null)(
  `${DOCUMENTS} kubeconfigs of all styles (skipped where kubectl is not installed)`,
  () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "random-kubeconfigs-"));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    /** What kubectl reads in a text; undefined if it refuses it. */
    async function kubectlReads(text: string, id: string): Promise<View | undefined> {
      const path = join(folder, id);
      await writeFile(path, text);
      const argv = [KUBECTL ?? "", "config", "view", "--raw", "--output", "json", "--kubeconfig", path];
      const child = Bun.spawn(argv, { env: { HOME: folder }, stdout: "pipe", stderr: "ignore" });
      const [stdout, exitCode] = await Promise.all([new Response(child.stdout).text(), child.exited]);
      await rm(path);
      return exitCode === 0 ? v.parse(kubectlView, JSON.parse(stdout)) : undefined;
    }

    /** @returns whether the text was changed, or refused by us alone, or by both */
    async function check(text: string, id: string): Promise<"changed" | "refused" | "unreadable"> {
      const before = await kubectlReads(text, id);
      let once: string;
      try {
        const { kubeconfig, changedTo } = parseKubeconfig(text, "config");
        once = changedTo(putEntries(kubeconfig, OURS.map(entry), "new"));
      } catch (error) {
        expect(error).toBeInstanceOf(ToolError);
        return before === undefined ? "unreadable" : "refused";
      }
      if (before === undefined) throw new Error("kubectl refuses it, and we changed it");
      const after = await kubectlReads(once, id);
      if (after === undefined) throw new Error(`kubectl cannot read the result:\n${once}`);
      const result = `the result is\n${once}`;
      for (const list of ["clusters", "contexts", "users"] as const) {
        expect(foreign(after[list]), result).toEqual(foreign(before[list]));
      }
      expect(after["current-context"]).toBe("new");
      for (const name of OURS) {
        const { cluster, exec } = entry(name);
        expect(
          after.clusters?.find((one) => one.name === name),
          result,
        ).toMatchObject({ cluster });
        expect(
          after.contexts?.find((one) => one.name === name),
          result,
        ).toMatchObject({ context: { cluster: name, user: name } });
        const user = after.users?.find((one) => one.name === name);
        expect(user, result).toMatchObject({ user: { exec: { ...exec, env: null } } });
        expect(JSON.stringify(user), result).not.toMatch(/"(?:token|username)"/);
      }
      const again = parseKubeconfig(once, "config");
      expect(again.changedTo(putEntries(again.kubeconfig, OURS.map(entry), "new"))).toBe(once);
      const removed = removeEntries(
        again.kubeconfig,
        removalOf(kubeconfigView(again.kubeconfig, "config"), new Set(OURS)),
      );
      const left = await kubectlReads(again.changedTo(removed), id);
      for (const list of ["clusters", "contexts", "users"] as const) {
        expect(left?.[list]?.filter(({ name }) => name !== "ours") ?? [], result).toEqual(foreign(before[list]));
      }
      return "changed";
    }

    test(
      "kubectl reads every foreign entry as before and ours as requested, and what kubectl refuses is refused",
      async () => {
        const texts = fc.sample(kubeconfigTexts, { numRuns: DOCUMENTS, seed: SEED });
        const outcomes = { changed: 0, refused: 0, unreadable: 0 };
        const queue = texts.entries();
        const worker = async (): Promise<void> => {
          for (const [at, text] of queue) {
            try {
              outcomes[await check(text, String(at))] += 1;
            } catch (error) {
              throw new Error(
                `document ${at} of seed ${SEED}: ${String(error)}\nthe text was ${JSON.stringify(text)}`,
                {
                  cause: error,
                },
              );
            }
          }
        };
        await Promise.all(Array.from({ length: 4 }, worker));
        // Most texts can be changed, and what kubectl reads is seldom refused.
        expect(outcomes.changed).toBeGreaterThan(DOCUMENTS / 2);
        expect(outcomes.refused).toBeLessThan(DOCUMENTS / 10);
      },
      DOCUMENTS * 1000,
    );
  },
);
