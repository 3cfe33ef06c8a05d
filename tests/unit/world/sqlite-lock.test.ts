import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tryLock } from "../../../src/world/sqlite-lock.ts";
import type { LockAttempt } from "../../../src/world/world.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function release(attempt: LockAttempt): void {
  if (attempt.state === "held") attempt.release();
}

test("one holder at a time has the lock, and another one after its release", () => {
  const path = join(folder, "fake.lock");
  const first = tryLock(path);
  expect([first.state, tryLock(path).state]).toEqual(["held", "busy"]);
  release(first);
  const second = tryLock(path);
  expect(second.state).toBe("held");
  release(second);
});

test("two files are two locks", () => {
  const attempts = ["a.lock", "b.lock"].map((name) => tryLock(join(folder, name)));
  expect(attempts.map(({ state }) => state)).toEqual(["held", "held"]);
  attempts.forEach(release);
});

test("a lock is one private file, also while it is held: a killed holder leaves nothing else", () => {
  const umask = process.umask(0);
  const attempt = tryLock(join(folder, "fake.lock"));
  process.umask(umask);
  expect(readdirSync(folder)).toEqual(["fake.lock"]);
  expect(statSync(join(folder, "fake.lock")).mode & 0o777).toBe(0o600);
  release(attempt);
  expect(readdirSync(folder)).toEqual(["fake.lock"]);
});

test("where there can be no lock, it is reported as unavailable", async () => {
  await Bun.write(join(folder, "garbage.lock"), "no database ".repeat(200));
  for (const path of ["missing/fake.lock", ".", "garbage.lock"]) {
    expect(tryLock(join(folder, path))).toEqual({ state: "unavailable" });
  }
});

function missing(): never {
  throw new Error("dlopen(libsqlite3.dylib): image not found");
}

test("if SQLite cannot be loaded there is no lock, which is not a failure", () => {
  expect(tryLock(join(folder, "without-sqlite.lock"), missing)).toEqual({ state: "unavailable" });
});
