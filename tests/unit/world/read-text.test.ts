import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errnoOf } from "../../../src/world/errno.ts";
import { readText } from "../../../src/world/read-text.ts";

const folder = mkdtempSync(join(tmpdir(), "ack-ram-tool-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function reading(path: string): Promise<string> {
  return await readText(path).catch((error: unknown) => errnoOf(error) ?? "no errno");
}

describe("a file", () => {
  test.each([0, 1, 100, 65_535, 65_536, 262_144, 262_145, 1_000_000, 5_000_000])(
    "of %i characters is read whole",
    async (length) => {
      const path = join(folder, `file-${length}`);
      const content = "Größe ✓ ".repeat(length / 8 + 1).slice(0, length);
      writeFileSync(path, content);
      expect(await readText(path)).toBe(content);
    },
  );

  test.each([10, 2_000_000])("of %i characters keeps its byte order mark", async (length) => {
    const path = join(folder, "marked");
    writeFileSync(path, `\uFEFF${"x".repeat(length)}`);
    expect((await readText(path)).slice(0, 2)).toBe("\uFEFFx");
  });

  test.skipIf(process.platform !== "linux")("of /proc, which is said to be empty, is read", async () => {
    expect(await readText("/proc/self/stat")).toStartWith(`${process.pid} (`);
    // More than a page of it.
    expect(await readText("/proc/self/smaps")).toContain("[stack]");
  });

  test.each([
    ["that is not there", "gone", "ENOENT"],
    ["below a file", "file-1/below", "ENOTDIR"],
    ["that is a folder", ".", "EISDIR"],
  ])("%s is an error with an errno", async (_, name, errno) => {
    writeFileSync(join(folder, "file-1"), "x");
    expect(await reading(join(folder, name))).toBe(errno);
  });

  test.skipIf(process.platform === "win32")("may be a pipe", async () => {
    const pipe = join(folder, "pipe");
    Bun.spawnSync(["mkfifo", pipe]);
    const writer = Bun.spawn(["sh", "-c", `echo hello > "${pipe}"`]);
    expect(await readText(pipe)).toBe("hello\n");
    await writer.exited;
  });

  test.skipIf(process.platform === "win32")("may not be a device, which has no end", async () => {
    expect(await reading("/dev/zero")).toBe("ENXIO");
  });
});
