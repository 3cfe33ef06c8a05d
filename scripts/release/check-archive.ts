import { $ } from "bun";
import assert from "node:assert/strict";
import type { Target } from "./targets.ts";

const DOCUMENTS = [
  "LICENSE",
  "README.md",
  "THIRD-PARTY-NOTICES",
  "completions/_ack-ram-tool",
  "completions/ack-ram-tool.bash",
  "completions/ack-ram-tool.fish",
  "completions/ack-ram-tool.ps1",
  "man/ack-ram-tool.1",
];

/** Name of the program inside a target's archive. */
export function programName({ format }: Target): string {
  return format === "pe" ? "ack-ram-tool.exe" : "ack-ram-tool";
}

/**
 * Checks that an archive has exactly the expected files, owned by root and with the commit's time, and unpacks it.
 * @param mtime the commit's time, seconds
 * @throws AssertionError
 */
export async function checkArchive(archive: string, target: Target, mtime: number, directory: string): Promise<void> {
  const listing = await $`tar --list --verbose --numeric-owner --full-time --utc --gzip --file ${archive}`.text();
  const time = new Date(mtime * 1000).toISOString().slice(0, 19).replace("T", " ");
  const expected = [...DOCUMENTS.map((name) => ["-rw-r--r--", name]), ["-rwxr-xr-x", programName(target)]];
  const found = listing
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/));
  assert.deepEqual(
    found.map(([mode, , , , , name]) => [mode, name]).toSorted(byName),
    expected.toSorted(byName),
    "files in the archive",
  );
  for (const [, owner, , day, clock, name] of found) {
    assert.deepEqual([owner, `${day} ${clock}`], ["0/0", time], `owner and time of ${name}`);
  }
  await $`mkdir -p ${directory} && tar --extract --gzip --file ${archive} --directory ${directory}`;
}

function byName(
  [, left = ""]: readonly (string | undefined)[],
  [, right = ""]: readonly (string | undefined)[],
): number {
  return left < right ? -1 : 1;
}
