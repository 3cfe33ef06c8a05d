import { $ } from "bun";
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { checkArchive, programName } from "./check-archive.ts";
import { checkBinary } from "./check-binary.ts";
import { checkHomebrew } from "./check-homebrew.ts";
import { emulationFor } from "./emulation.ts";
import { findGoreleaser } from "./goreleaser.ts";
import { type Target, TARGETS } from "./targets.ts";

// `bun run release:rehearse`: makes a release of the commit that is checked out, in a clone, without publishing it, and
// looks at everything in it. Uncommitted changes are not in it.

const root = `${import.meta.dir}/../..`;
const directory = await mkdtemp(join(tmpdir(), "rehearsal-"));
const [first, second] = [join(directory, "first"), join(directory, "a", "second")];
const dist = join(first, "dist");
const goreleaser = await findGoreleaser();
const bunPath = `${root}/node_modules/.bin:${process.env["PATH"] ?? ""}`;
const environment = { ...process.env, PATH: bunPath };

try {
  await step("clone", () => clone(first));
  await step("goreleaser check", () => $`${goreleaser} check`.cwd(first).env(environment).quiet());
  await step("goreleaser release", () =>
    $`${goreleaser} release --snapshot --clean --skip=sign,publish`.cwd(first).env(environment).quiet(),
  );
  const { version, commit }: { version: string; commit: string } = await Bun.file(`${dist}/metadata.json`).json();
  const checksums = await Bun.file(`${dist}/checksums.txt`).text();
  const mtime = Number(await $`git log -1 --format=%ct`.cwd(first).text());
  await step("checksums of every archive and SBOM", async () => {
    await $`sha256sum --check --strict --quiet checksums.txt`.cwd(dist);
    const expected = TARGETS.flatMap((target) => [
      archiveName(version, target),
      `${archiveName(version, target)}.cdx.json`,
    ]);
    const listed = checksums
      .trim()
      .split("\n")
      .map((line) => line.slice(66));
    assert.deepEqual(listed.toSorted(), expected.toSorted());
  });
  await step("a second build in another folder", () => clone(second));
  for (const target of TARGETS) await checkTarget(target, { version, commit, mtime });
  await step("Homebrew cask and formula", () => checkTap(version, checksums));
} catch {
  // The step that failed has said why.
  process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** Says what was done and how it ended. The first failure ends the rehearsal. */
async function step(name: string, run: () => PromiseLike<unknown>): Promise<void> {
  const start = Date.now();
  try {
    await run();
  } catch (error) {
    const output = error instanceof $.ShellError ? error.stdout.toString() + error.stderr.toString() : error;
    console.error(`FAILED ${name}`, output);
    throw error;
  }
  console.log(`ok     ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

async function clone(folder: string): Promise<void> {
  await $`git clone --quiet ${root} ${folder}`;
  // The version of a snapshot comes from the last tag.
  await $`git tag --force v${packageJson.version}`.cwd(folder).quiet();
  const anyPlatform = ["--os=*", "--cpu=*", "--libc=*"];
  await $`bun install --frozen-lockfile --silent ${anyPlatform}`.cwd(folder).env(environment);
}

function archiveName(version: string, { archive }: Target): string {
  return `ack-ram-tool_${version}_${archive}.tar.gz`;
}

interface Release {
  readonly version: string;
  readonly commit: string;
  readonly mtime: number;
}

async function checkTarget(target: Target, { version, commit, mtime }: Release): Promise<void> {
  const archive = join(dist, archiveName(version, target));
  const unpacked = join(directory, "unpacked", target.name);
  const program = join(unpacked, programName(target));
  await step(`${target.name}: archive`, () => checkArchive(archive, target, mtime, unpacked));
  const file = await Bun.file(program).bytes();
  console.log(`       ${file.byteLength} bytes, ${Bun.file(archive).size} packed`);
  await step(`${target.name}: type, strings and signature`, async () => {
    const runtime = await Bun.file(await runtimeOf(target)).bytes();
    checkBinary({ target, file, runtime, unwanted: [directory, root, ...(await registryHosts())] });
  });
  await step(`${target.name}: the same bytes from another folder`, async () => {
    const again = join(second, "dist", target.name, programName(target));
    const facts = [`--version=${version}`, `--commit=${commit}`];
    await $`bun scripts/release/compile.ts --target ${target.name} --outfile ${again} ${facts}`
      .cwd(second)
      .env(environment);
    assert.deepEqual(await Bun.file(again).bytes(), file);
  });
  const emulation = await emulationFor(target);
  if ("impossible" in emulation) {
    console.log(`-      ${target.name}: not run here: ${emulation.impossible}`);
    return;
  }
  const test = ["scripts/release/smoke-test.ts", "--version", version, "--", ...emulation.prefix, program];
  await step(`${target.name}: runs`, () =>
    $`bun ${test}`
      .cwd(first)
      .env({ ...environment, ...emulation.env })
      .quiet(),
  );
}

async function runtimeOf({ name, runtime, format }: Target): Promise<string> {
  if (name === `${process.platform}-${process.arch}`) return process.execPath;
  return `${first}/node_modules/${runtime}/bin/bun${format === "pe" ? ".exe" : ""}`;
}

/** Hosts that this machine gets packages from. */
async function registryHosts(): Promise<string[]> {
  const registry = await $`npm config get registry`.nothrow().text();
  const host = URL.parse(registry.trim())?.host;
  return host === undefined ? [] : [host];
}

async function checkTap(version: string, checksums: string): Promise<void> {
  const contents = await readdir(join(directory, "unpacked", "linux-x64"), { recursive: true });
  const [cask = ""] = await Array.fromAsync(new Bun.Glob("homebrew/**/*.rb").scan({ cwd: dist, absolute: true }));
  await checkHomebrew(cask, checksums, contents);
  const formula = join(directory, "ack-ram-tool.rb");
  const downloads = `https://example.com/releases/download/v${version}`;
  await $`bun scripts/release/write-formula.ts ${version} ${downloads} ${dist}/checksums.txt > ${formula}`
    .cwd(first)
    .env(environment);
  await checkHomebrew(formula, checksums, contents);
}
