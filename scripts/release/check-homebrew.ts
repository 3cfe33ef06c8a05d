import { $ } from "bun";
import assert from "node:assert/strict";

/** A formula's download for one platform. */
interface Download {
  readonly archive: string;
  readonly checksum: string;
}

const ARCHIVES = ["Darwin_arm64", "Darwin_x86_64", "Linux_arm64", "Linux_x86_64"];

const INSTALLED = [
  "ack-ram-tool",
  "completions/_ack-ram-tool",
  "completions/ack-ram-tool.bash",
  "completions/ack-ram-tool.fish",
  "man/ack-ram-tool.1",
];

/**
 * Checks that a formula is valid Ruby, downloads this release's four archives with their checksums, and installs only
 * files that they contain.
 * @param checksums content of checksums.txt
 * @param contents the files in each archive
 * @throws AssertionError
 */
export async function checkHomebrew(path: string, checksums: string, contents: readonly string[]): Promise<void> {
  const text = await Bun.file(path).text();
  if (Bun.which("ruby") !== null) await $`ruby -c ${path}`.quiet();
  const downloads = downloadsIn(text);
  const platforms = new Set(downloads.map(({ archive }) => /(?:Darwin|Linux)_\w+?(?=\.tar)/.exec(archive)?.[0]));
  assert.deepEqual(platforms, new Set(ARCHIVES), `platforms of ${path}`);
  for (const { archive, checksum } of downloads) {
    assert.ok(checksums.split("\n").includes(`${checksum}  ${archive}`), `checksum of ${archive} in ${path}`);
  }
  const installed = [...text.matchAll(/^\s*(?:binary|manpage|\w+_completion|[\w.]+\.install) "([^"]+)"/gm)].map(
    ([, name = ""]) => name,
  );
  assert.deepEqual(new Set(installed), new Set(INSTALLED), `what ${path} installs`);
  for (const name of installed) assert.ok(contents.includes(name), `${name} is in the archives`);
}

function downloadsIn(text: string): Download[] {
  const version = /^\s*version "([^"]+)"/m.exec(text)?.[1] ?? "";
  const urls = [...text.matchAll(/^\s*url "[^"]*\/([^"/]+)"/gm)].map(([, name = ""]) =>
    name.replaceAll("#{version}", version),
  );
  const checksums = [...text.matchAll(/^\s*sha256 "([0-9a-f]{64})"/gm)].map(([, checksum = ""]) => checksum);
  assert.equal(urls.length, checksums.length, "each download has a checksum");
  return urls.map((archive, index) => ({ archive, checksum: checksums[index] ?? "" }));
}
