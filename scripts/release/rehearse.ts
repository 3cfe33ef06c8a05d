import { $ } from "bun";
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { checkManifests } from "./check-manifests.ts";
import { checkPackages } from "./check-packages.ts";
import { checkSboms } from "./check-sboms.ts";
import { checkHomebrew } from "./check-homebrew.ts";
import { archiveName, checkTarget } from "./check-target.ts";
import { findGoreleaser } from "./goreleaser.ts";
import { step } from "./step.ts";
import { TARGETS } from "./targets.ts";

// `bun run release:rehearse`: makes a release of the current commit, in a clone, without publishing it, and checks
// everything in it. Uncommitted changes are not included.

/** Checks that need other machines or services. */
const NOT_RUN_HERE = [
  "macOS and Windows themselves: the workflow's smoke test runs each artifact there before the release is published",
  "the signature, the provenance, the container image and the composite action: they need GitHub",
  "brew, winget and scoop: the content of their files is checked, but they are not installed",
];

const root = `${import.meta.dir}/../..`;
const directory = await mkdtemp(join(tmpdir(), "rehearsal-"));
const checkout = join(directory, "first");
const otherCheckout = join(directory, "another", "second");
const dist = join(checkout, "dist");
const unpacked = join(directory, "unpacked");
const env = { ...process.env, PATH: `${root}/node_modules/.bin:${process.env["PATH"] ?? ""}` };

try {
  await rehearse(await findGoreleaser());
} catch {
  // The failed step has printed the reason.
  process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function rehearse(goreleaser: string): Promise<void> {
  // The checks compare each binary with the runtime that it was made from.
  await step("runtimes", () => $`bun scripts/release/install-runtimes.ts`.cwd(root).env(env).quiet());
  await step("clone", () => clone(root, checkout));
  await step("goreleaser check", () => $`${goreleaser} check`.cwd(checkout).env(env).quiet());
  const flags = ["--snapshot", "--clean", "--skip=sign,publish"];
  await step("goreleaser release", () => $`${goreleaser} release ${flags}`.cwd(checkout).env(env).quiet());

  const { version, commit }: { version: string; commit: string } = await Bun.file(`${dist}/metadata.json`).json();
  const checksums = await Bun.file(`${dist}/checksums.txt`).text();
  await step("checksums of every archive, SBOM and package, and of nothing else", () =>
    checkChecksums(version, checksums),
  );

  const mtime = Number(await $`git log -1 --format=%ct`.cwd(checkout).text());
  const unwanted = [directory, root, ...(await registryHosts())];
  await step("another clone", () => clone(checkout, otherCheckout));
  for (const target of TARGETS) {
    await checkTarget(target, { version, commit, mtime, checkout, otherCheckout, unpacked, unwanted, env });
  }
  await step("Homebrew formula", () => checkTap(version, checksums));
  await step("SBOMs are CycloneDX", () => checkSboms(dist));
  await step("manifests for winget and scoop", () => checkManifests(dist, version, checksums));
  await step("Debian and RPM packages", () => checkPackages(dist));
  for (const line of NOT_RUN_HERE) console.log(`-      not run here: ${line}`);
}

async function clone(repository: string, folder: string): Promise<void> {
  await $`git clone --quiet ${repository} ${folder}`.quiet();
  // The version of a snapshot comes from the last tag.
  await $`git tag --force v${packageJson.version}`.cwd(folder).quiet();
  await $`bun install --frozen-lockfile --silent`.cwd(folder).env(env).quiet();
  await $`bun scripts/release/install-runtimes.ts`.cwd(folder).env(env).quiet();
}

async function checkChecksums(version: string, checksums: string): Promise<void> {
  await $`sha256sum --check --strict --quiet checksums.txt`.cwd(dist).quiet();
  const listed = checksums
    .trim()
    .split("\n")
    .map((line) => line.replace(/^[0-9a-f]{64} {2}/, ""));
  const archives = TARGETS.flatMap((target) => {
    const name = archiveName(version, target);
    return target.format === "pe" ? [name, name.replace(/\.tar\.gz$/, ".zip")] : [name];
  });
  const packages = listed.filter((name) => /\.(?:deb|rpm)$/.test(name));
  assert.equal(packages.length, 4, "a deb and an rpm for each processor");
  assert.deepEqual(new Set(listed), new Set([...archives.flatMap((name) => [name, `${name}.cdx.json`]), ...packages]));
}

/** Hosts that this machine gets packages from. */
async function registryHosts(): Promise<string[]> {
  const registry = await $`npm config get registry`.nothrow().quiet();
  const host = URL.parse(registry.stdout.toString().trim())?.host;
  return host === undefined ? [] : [host];
}

async function checkTap(version: string, checksums: string): Promise<void> {
  const contents = await readdir(join(unpacked, "linux-x64"), { recursive: true });
  const formula = join(directory, "ack-ram-tool.rb");
  const facts = [version, `https://example.com/releases/download/v${version}`, `${dist}/checksums.txt`];
  await $`bun scripts/release/write-formula.ts ${facts} > ${formula}`.cwd(checkout).env(env);
  await checkHomebrew(formula, checksums, contents);
}
