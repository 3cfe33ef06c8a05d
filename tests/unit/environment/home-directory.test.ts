import { expect, test } from "bun:test";
import { isInWindowsHome } from "../../../src/environment/home-directory.ts";

const platform = { os: "win32", arch: "x64", uid: undefined };
const env = { USERPROFILE: "C:\\Users\\Me", LOCALAPPDATA: "D:\\Local" };

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ["C:\\Users\\Me\\.kube\\cache", env, true],
  ["c:/users/me/.kube/cache", env, true],
  ["C:\\Users\\Me/.kube/cache", env, true],
  ["\\\\?\\C:\\Users\\Me\\cache", env, true],
  ["D:\\Local\\Temp\\ack", env, true],
  ["C:\\Users\\Me", env, false],
  ["C:\\Users\\Meg\\cache", env, false],
  ["C:\\Users\\Me\\..\\Public\\cache", env, false],
  ["C:\\Windows\\Temp\\ack", env, false],
  ["C:\\cache", env, false],
  ["/tmp/ack-ram-tool-user", {}, false],
  ["C:\\cache", { USERPROFILE: "C:\\" }, false],
  ["\\\\server\\home\\me\\cache", { HOMEDRIVE: "\\\\server\\home", HOMEPATH: "\\me" }, true],
  ["\\\\?\\UNC\\server\\home\\me\\cache", { USERPROFILE: "\\\\server\\home\\me" }, true],
])("%s is the user's own with %j: %p", (path, variables, isOwn) => {
  expect(isInWindowsHome(path, { env: variables, platform })).toBe(isOwn);
});
