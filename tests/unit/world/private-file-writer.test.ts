import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { errnoOf } from "../../../src/world/errno.ts";
import { atomicPrivateFileWriter } from "../../../src/world/atomic-private-file-writer.ts";

let folder = "";
let umask = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ack-ram-tool-test-"));
  // The worst that a user's shell can set: the modes must come from us.
  umask = process.umask(0);
});

afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true, force: true });
});

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

function failureOf(action: () => void): string | undefined {
  try {
    action();
  } catch (error) {
    return errnoOf(error);
  }
  return undefined;
}

const isWindows = process.platform === "win32";

describe("makePrivateDirectory", () => {
  test.skipIf(isWindows)("makes a folder with its parents that only we may enter (not on Windows: no modes)", () => {
    const deep = join(folder, "a", "b", "c");
    atomicPrivateFileWriter.makePrivateDirectory(deep);
    for (const path of [join(folder, "a"), join(folder, "a", "b"), deep]) expect(modeOf(path)).toBe(0o700);
  });

  test("leaves a folder that exists as it is", () => {
    const path = join(folder, "there");
    mkdirSync(path);
    writeFileSync(join(path, "file"), "kept");
    atomicPrivateFileWriter.makePrivateDirectory(path);
    expect(readFileSync(join(path, "file"), "utf8")).toBe("kept");
  });

  test("fails with an errno where a file is in the way", () => {
    writeFileSync(join(folder, "file"), "");
    expect(failureOf(() => atomicPrivateFileWriter.makePrivateDirectory(join(folder, "file", "sub")))).toBe("ENOTDIR");
    expect(failureOf(() => atomicPrivateFileWriter.makePrivateDirectory(join(folder, "file")))).toBe("EEXIST");
  });
});

describe("replaceFile", () => {
  test.skipIf(isWindows)("makes a file that only we may read, and nothing else (not on Windows: no modes)", () => {
    atomicPrivateFileWriter.replaceFile(join(folder, "entry"), "content ✓");
    expect(readFileSync(join(folder, "entry"), "utf8")).toBe("content ✓");
    expect(modeOf(join(folder, "entry"))).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["entry"]);
  });

  test.skipIf(isWindows)("takes a file's place, and its wide mode with it (not on Windows: no modes)", () => {
    writeFileSync(join(folder, "entry"), "a much longer content than the new one");
    chmodSync(join(folder, "entry"), 0o644);
    atomicPrivateFileWriter.replaceFile(join(folder, "entry"), "new");
    expect(readFileSync(join(folder, "entry"), "utf8")).toBe("new");
    expect(modeOf(join(folder, "entry"))).toBe(0o600);
  });

  test.skipIf(isWindows)(
    "replaces a symbolic link, and leaves alone what it points to (not on Windows: links take a right)",
    () => {
      writeFileSync(join(folder, "victim"), "untouched");
      symlinkSync(join(folder, "victim"), join(folder, "entry"));
      atomicPrivateFileWriter.replaceFile(join(folder, "entry"), "new");
      expect(lstatSync(join(folder, "entry")).isSymbolicLink()).toBe(false);
      expect(readFileSync(join(folder, "entry"), "utf8")).toBe("new");
      expect(readFileSync(join(folder, "victim"), "utf8")).toBe("untouched");
    },
  );

  test.skipIf(isWindows)(
    "lets a reader of the old file read all of it (not on Windows: an open file is not replaced)",
    async () => {
      writeFileSync(join(folder, "entry"), "old");
      const reader = Bun.file(join(folder, "entry")).stream().getReader();
      const before = statSync(join(folder, "entry")).ino;
      atomicPrivateFileWriter.replaceFile(join(folder, "entry"), "new");
      expect(statSync(join(folder, "entry")).ino).not.toBe(before);
      await reader.cancel();
    },
  );

  test("that fails leaves no temporary file and the old one as it was", () => {
    mkdirSync(join(folder, "entry"));
    expect(failureOf(() => atomicPrivateFileWriter.replaceFile(join(folder, "entry"), "new"))).toBe(
      isWindows ? "EPERM" : "EISDIR",
    );
    expect(readdirSync(folder)).toEqual(["entry"]);
    expect(readdirSync(join(folder, "entry"))).toEqual([]);
  });

  test("in a folder that is not there fails with an errno", () => {
    expect(failureOf(() => atomicPrivateFileWriter.replaceFile(join(folder, "gone", "entry"), "new"))).toBe("ENOENT");
    expect(readdirSync(folder)).toEqual([]);
  });
});
