import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errnoOf } from "../../../src/world/errno.ts";
import { editOwnFile, readOwnFile } from "../../../src/world/own-files.ts";

const folder = mkdtempSync(join(tmpdir(), "ack-ram-tool-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function editing(path: string): string {
  try {
    editOwnFile(path, (bytes) => bytes.fill(0x2e));
    return readFileSync(path, "utf8");
  } catch (error) {
    return errnoOf(error) ?? "no errno";
  }
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

describe("an edit", () => {
  test("changes bytes in place", () => {
    const path = write("edited", "12345");
    editOwnFile(path, (bytes) => bytes.set([0x41], 2));
    expect(readFileSync(path, "utf8")).toBe("12A45");
  });

  test("can see the bytes as numbers", () => {
    const path = write("numbers", "\0".repeat(32));
    editOwnFile(path, (bytes) => new Float64Array(bytes.buffer, bytes.byteOffset + 8, 2).set([1, 2.5]));
    editOwnFile(path, (bytes) => {
      expect([...new Float64Array(bytes.buffer, bytes.byteOffset, 4)]).toEqual([0, 1, 2.5, 0]);
    });
  });

  test("neither makes a file nor a file longer", () => {
    expect(editing(join(folder, "never"))).toBe("ENOENT");
    expect(editing(write("short", "abc"))).toBe("...");
    expect(readOwnFile(join(folder, "never"))).toBeUndefined();
  });

  test.skipIf(process.platform === "win32")("that only looks leaves what a link leads to as it is", () => {
    const path = write("precious", "precious");
    symlinkSync(path, join(folder, "link"));
    editOwnFile(join(folder, "link"), (bytes) => expect(bytes.length).toBe(8));
    expect(readFileSync(path, "utf8")).toBe("precious");
  });
});
