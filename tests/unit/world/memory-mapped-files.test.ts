import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errnoOf } from "../../../src/world/errno.ts";
import { overwriteOwnFile, readOwnFile } from "../../../src/world/memory-mapped-files.ts";

const folder = mkdtempSync(join(tmpdir(), "ack-ram-tool-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe.skipIf(process.platform === "win32")("an own file (skipped where Bun maps none)", () => {
  test("is read at once, as UTF-8", () => {
    expect(readOwnFile(write("text", "Größe ✓"))).toBe("Größe ✓");
  });

  test("is undefined where it cannot be mapped", () => {
    const pipe = join(folder, "pipe");
    Bun.spawnSync(["mkfifo", pipe]);
    for (const path of [join(folder, "gone"), folder, write("empty", ""), pipe, "/dev/null", "/proc/self/stat"]) {
      expect(readOwnFile(path)).toBeUndefined();
    }
  });

  test.skipIf(process.getuid?.() === 0)("is undefined where it may not be written to (skipped for root)", () => {
    const path = write("read-only", "x");
    chmodSync(path, 0o400);
    expect(readOwnFile(path)).toBeUndefined();
  });
});

describe("a text written over another", () => {
  test.each(["longer than that", "short", ""])("replaces all of it: %j", async (text) => {
    const path = write("written", "what was there");
    await overwriteOwnFile(path, text);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("leaves the mode as it is", async () => {
    const path = write("private", "x");
    chmodSync(path, 0o600);
    await overwriteOwnFile(path, "y");
    expect(statSync(path).mode & 0o777).toBe(process.platform === "win32" ? 0o666 : 0o600);
  });

  test("is seen by who has the file mapped, who does not come to the end of it", async () => {
    const path = write("mapped", "what was there");
    const mapped = process.platform === "win32" ? new Uint8Array(14) : Bun.mmap(path);
    await overwriteOwnFile(path, "");
    expect(mapped.length).toBe(14);
    await overwriteOwnFile(path, "x");
    expect(new TextDecoder().decode(mapped.subarray(0, 1))).toBe(process.platform === "win32" ? "\0" : "x");
  });

  test.each([
    ["a folder that is not there", join(folder, "gone", "x"), "ENOENT"],
    ["a folder", folder, "EISDIR"],
  ])("fails if the file is unsuitable: %s", async (_, path, code) => {
    const error: unknown = await overwriteOwnFile(path, "x").catch((problem: unknown) => problem);
    expect(errnoOf(error)).toBe(code);
  });

  test.skipIf(process.platform !== "linux")("fails on a full disk", async () => {
    const error: unknown = await overwriteOwnFile("/dev/full", "x").catch((problem: unknown) => problem);
    expect(errnoOf(error)).toBe("ENOSPC");
  });
});
