import { expect, test } from "bun:test";
import { findProgram, searchPath } from "../../src/find-program.ts";
import type { HotPathFiles, Platform } from "../../src/world/world.ts";

const linux: Platform = { os: "linux", arch: "x64", uid: 1000 };
const windows: Platform = { os: "win32", arch: "x64", uid: undefined };

function filesWith(modes: Readonly<Record<string, number>>): HotPathFiles {
  return {
    readText: () => Promise.resolve(""),
    size: () => 0,
    readOwnFile: () => undefined,
    overwriteOwnFile: () => Promise.reject(new Error("not looked at")),
    status: (path) => {
      const mode = modes[path];
      if (mode === undefined) return Promise.reject(new Error("absent"));
      return Promise.resolve({ isFile: !path.endsWith("/folder/tool"), size: 1, mode, uid: 1000, modifiedAt: 0 });
    },
  };
}

test.each([
  [linux, { PATH: "/a::/b/:relative:." }, ["/a", "/b/"]],
  [linux, {}, []],
  [windows, { Path: "C:\\a;D:/b;relative" }, ["C:\\a", "D:/b"]],
])("only the absolute folders on the PATH are searched: %j", (platform, env, folders) => {
  expect(searchPath({ env, platform })).toEqual(folders);
});

test("only executable files are found, in the order of the folders", async () => {
  const files = filesWith({ "/b/tool": 0o755, "/c/tool": 0o644, "/folder/tool": 0o755, "/a/tool": 0o500 });
  const folders = ["/c", "/folder", "/none", "/b/", "/a", "/a"];
  expect(await findProgram("tool", folders, { env: {}, files, platform: linux })).toEqual(["/b/tool", "/a/tool"]);
});

test("on Windows a program has the ending .exe and needs no mode", async () => {
  const files = filesWith({ "C:\\a\\tool.exe": 0 });
  expect(await findProgram("tool", ["C:\\a"], { env: {}, files, platform: windows })).toEqual(["C:\\a\\tool.exe"]);
});
