import { posix, win32 } from "node:path";
import { expect, test } from "bun:test";
import { importOf } from "../../../scripts/start-chunk.ts";

test.each([
  ["Windows", win32, String.raw`C:\tool\src\cli\run.ts`, String.raw`C:\tool\src\cache\deep\prune.ts`],
  ["Linux", posix, "/tool/src/cli/run.ts", "/tool/src/cache/deep/prune.ts"],
])("a module is imported by a path with slashes on %s", (_, rules, module, importer) => {
  expect(importOf(module, importer, rules)).toBe('import "./../../cli/run.ts";');
});
