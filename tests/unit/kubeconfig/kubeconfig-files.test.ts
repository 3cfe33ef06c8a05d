import { describe, expect, test } from "bun:test";
import { kubeconfigFiles, kubeconfigToWrite } from "../../../src/kubeconfig/kubeconfig-files.ts";
import type { Env, HotPathFiles } from "../../../src/world/world.ts";

function worldWith(env: Env, present: readonly string[] = []) {
  const files: HotPathFiles = {
    readText: () => Promise.resolve(""),
    size: () => 0,
    readOwnFile: () => undefined,
    overwriteOwnFile: () => Promise.reject(new Error("not looked at")),
    status: (path) =>
      present.includes(path)
        ? Promise.resolve({ isFile: true, size: 0, mode: 0o600, uid: 1000, modifiedAt: 0 })
        : Promise.reject(new Error("absent")),
  };
  return { env, files, cwd: () => "/work", platform: { os: "linux", arch: "x64", uid: 1000, modifiedAt: 0 } } as const;
}

describe("kubectl's files are", () => {
  test.each([
    ["the default one", undefined, { HOME: "/home/me" }, ["/home/me/.kube/config"]],
    ["those of KUBECONFIG, each once", undefined, { KUBECONFIG: "/a::b:/a" }, ["/a", "/work/b"]],
    ["~ taken for a folder in KUBECONFIG", undefined, { HOME: "/home/me", KUBECONFIG: "~/x" }, ["/work/~/x"]],
    ["the one that is named", "~/x", { HOME: "/home/me", KUBECONFIG: "/a" }, ["/home/me/x"]],
  ])("%s", (_, named, env, files) => {
    expect(kubeconfigFiles(named, worldWith(env))).toEqual(files);
  });

  test("unknown without a home directory", () => {
    expect(() => kubeconfigFiles(undefined, worldWith({}))).toThrow("HOME is not set");
  });
});

describe("with several files, new entries go to", () => {
  test.each([
    ["the first that is there", ["/b"], "/b"],
    ["the last where none is", [], "/c"],
  ])("%s", async (_, present, written) => {
    expect(await kubeconfigToWrite(["/a", "/b", "/c"], worldWith({}, present))).toBe(written);
  });
});

test("a new file in a folder named ~ is not written", async () => {
  const files = kubeconfigFiles(undefined, worldWith({ KUBECONFIG: "~/x" }));
  const error = await kubeconfigToWrite(files, worldWith({})).catch(String);
  expect(error).toContain("kubectl does not expand ~");
});
