import { expect, test } from "bun:test";
import { absolutePath, resolvePath } from "../../../src/environment/resolve-path.ts";
import { homeDirectory } from "../../../src/environment/home-directory.ts";
import { cacheDirectories } from "../../../src/cache/locate-cache-directory.ts";

const linux = { os: "linux", arch: "x64", uid: 1000 };
const windows = { os: "win32", arch: "x64", uid: undefined };

test.each([
  ["HOME", { HOME: "/h" }, linux, "/h"],
  ["nothing, where HOME is empty", { HOME: "" }, linux, undefined],
  ["nothing, where there is no HOME", {}, linux, undefined],
  ["nothing on Linux, by USERPROFILE", { USERPROFILE: "C:\\u" }, linux, undefined],
  ["USERPROFILE on Windows", { USERPROFILE: "C:\\u" }, windows, "C:\\u"],
  [
    "USERPROFILE on Windows, whatever a shell from elsewhere says",
    { HOME: "/c/h", USERPROFILE: "C:\\u" },
    windows,
    "C:\\u",
  ],
  ["HOMEDRIVE and HOMEPATH on Windows", { HOME: "/c/h", HOMEDRIVE: "H:", HOMEPATH: "\\u" }, windows, "H:\\u"],
  ["HOME on Windows, where there is nothing else", { HOME: "C:\\h", HOMEDRIVE: "H:" }, windows, "C:\\h"],
])("the home directory is %s", (_, env, platform, home) => {
  expect(homeDirectory({ env, platform })).toBe(home);
});

test.each([
  ["~", "/h"],
  ["~/.kube/cache", "/h/.kube/cache"],
  ["~\\x", "/h\\x"],
  ["~bob/x", "/cwd/~bob/x"],
  ["/a/~/b", "/a/~/b"],
  ["a~", "/cwd/a~"],
])("the path %j means %j", (path, resolved) => {
  expect(resolvePath(path, { env: { HOME: "/h" }, platform: linux, cwd: () => "/cwd" })).toBe(resolved);
});

test.each([
  ["/a/b", "/a/b"],
  ["a/b", "/cwd/a/b"],
  ["./a", "/cwd/./a"],
  ["C:\\a", "C:\\a"],
  ["C:/a", "C:/a"],
  ["\\\\server\\a", "\\\\server\\a"],
  ["C:a", "/cwd/C:a"],
])("%j is %j from anywhere", (path, absolute) => {
  expect(absolutePath(path, "/cwd")).toBe(absolute);
});

test.each([
  ["~/x", { HOME: "/h" }, "/h/x"],
  ["x", {}, "/cwd/x"],
  ["/x", {}, "/x"],
  ["~/x", {}, undefined],
])("the path %s with %j means %p", (path, env, file) => {
  const platform = { os: "linux", arch: "x64", uid: 1000 };
  expect(resolvePath(path, { env, platform, cwd: () => "/cwd" })).toBe(file);
});

test("an XDG cache folder may be one of Windows", () => {
  const world = { env: { XDG_CACHE_HOME: "C:\\c", USERPROFILE: "C:\\u" }, platform: windows, cwd: () => "C:\\" };
  expect(cacheDirectories("~/x", world)[1]).toBe("C:\\c/ack-ram-tool/credential-plugin");
});

test.each(["/tmp", "/tmp/", "/tmp//"])("a temporary folder that is written %s is the same one", (TMPDIR) => {
  const platform = { os: "linux", arch: "x64", uid: 1000 };
  expect(cacheDirectories("/c", { env: { TMPDIR }, platform, cwd: () => "/" }).at(-1)).toBe("/tmp/ack-ram-tool-1000");
});
