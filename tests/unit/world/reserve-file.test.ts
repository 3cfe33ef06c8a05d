import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { reserveFile } from "../../../src/world/reserve-file.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "ack-ram-tool-test-")), "folder");
  mkdirSync(folder);
  path = join(folder, "file");
  writeFileSync(path, "old");
});

afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

describe("abandoning a reservation", () => {
  test("leaves the file as it was, and nothing beside it", () => {
    reserveFile(path, 100).abandon();
    expect([readdirSync(folder), readFileSync(path, "utf8")]).toEqual([["file"], "old"]);
  });

  test.skipIf(process.platform === "win32")("after the text could not be stored is not another error", () => {
    const reservation = reserveFile(path, 100);
    rmSync(folder, { recursive: true });
    expect(() => reservation.store("new")).toThrow("ENOENT");
    // Gets the descriptor that was closed: only this test may close it.
    const other = openSync("/dev/null", "r");
    expect(() => reservation.abandon()).not.toThrow();
    expect(() => closeSync(other)).not.toThrow();
  });
});
