import { expect, test } from "bun:test";
import { profileNames } from "../../../../src/cli/completion/profile-names.ts";
import { fakeWorld } from "../../../support/fake-world.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";

const world = fakeWorld({
  env: { HOME: "/home/me" },
  cwd: () => "/work",
  files: new MemoryFiles({
    "/home/me/.aliyun/config.json": '{"profiles":[{"name":"default"},{"name":"prod"},{}]}',
    "/home/me/.alibabacloud/credentials": "[default]\n[ini-only]\n",
    "/work/other.json": '{"profiles":[{"name":"other"}]}',
    "/work/other.ini": "[section]",
    "/work/broken.json": '{"profiles":',
  }),
});

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
