import { expect, test } from "bun:test";
import { bundledPackages, findPackage } from "../../../scripts/release/lockfile.ts";

const LOCK = `{
  "workspaces": { "": { "dependencies": { "a": "1.0.0", "@s/b": "1.0.0" }, "devDependencies": { "tester": "1.0.0" } } },
  "packages": {
    "a": ["a@1.0.0", "", { "dependencies": { "shared": "^1.0.0" } }, "sha512-a"],
    "@s/b": ["@s/b@1.0.0", "", { "dependencies": { "shared": "^2.0.0", "a": "^1.0.0" } }, "sha512-b"],
    "shared": ["shared@1.5.0", "", {}, "sha512-s1"],
    "@s/b/shared": ["shared@2.0.0", "", { "dependencies": { "@s/b": "^1.0.0" } }, "sha512-s2"],
    "tester": ["tester@1.0.0", "", { "bin": { "tester": "t" } }, "sha512-t"],
  },
}`;

test("the packages that can be bundled are the dependencies and all that they need, in the installed versions", () => {
  expect(bundledPackages(LOCK)).toEqual([
    { name: "a", version: "1.0.0", integrity: "sha512-a" },
    { name: "shared", version: "1.5.0", integrity: "sha512-s1" },
    { name: "@s/b", version: "1.0.0", integrity: "sha512-b" },
    { name: "shared", version: "2.0.0", integrity: "sha512-s2" },
  ]);
});

test("a package that is installed in several places is listed once", () => {
  const twice = LOCK.replaceAll("shared@2.0.0", "shared@1.5.0").replaceAll("sha512-s2", "sha512-s1");
  expect(bundledPackages(twice).map(({ name }) => name)).toEqual(["a", "shared", "@s/b"]);
});

test("a package that is not in bun.lock is an error, not a package without a checksum", () => {
  expect(findPackage(LOCK, "tester").integrity).toBe("sha512-t");
  expect(() => findPackage(LOCK, "absent")).toThrow();
});
