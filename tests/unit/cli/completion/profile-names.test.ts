import { expect, test } from "bun:test";
import { profileNames } from "../../../../src/cli/completion/profile-names.ts";

const FILES: Readonly<Record<string, string>> = {
  "/home/me/.aliyun/config.json": '{"profiles":[{"name":"default"},{"name":"prod"},{}]}',
  "/home/me/.alibabacloud/credentials": "[default]\n[ini-only]\n",
  "/work/other.json": '{"profiles":[{"name":"other"}]}',
  "/work/other.ini": "[section]",
  "/work/broken.json": '{"profiles":',
};

const world = {
  env: { HOME: "/home/me" },
  platform: { os: "linux", arch: "x64", uid: 1 },
  cwd: () => "/work",
  files: {
    readText: (path: string) => {
      const content = FILES[path];
      return content === undefined ? Promise.reject(new Error("ENOENT")) : Promise.resolve(content);
    },
    status: () => Promise.reject(new Error("not asked for")),
  },
};

test.each([
  [undefined, ["default", "prod", "ini-only"]],
  ["other.json", ["other"]],
  ["/work/other.ini", ["section"]],
  ["~/.aliyun/config.json", ["default", "prod"]],
  ["broken.json", []],
  ["absent.json", []],
])("profiles in %p are %j", async (file, names) => {
  expect(await profileNames(file, world)).toEqual(names);
});

test("without a home directory there are none", async () => {
  expect(await profileNames(undefined, { ...world, env: {} })).toEqual([]);
});
