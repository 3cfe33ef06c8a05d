import { $ } from "bun";
import assert from "node:assert/strict";
import { join } from "node:path";
import { checkArchive, programName } from "./check-archive.ts";
import { checkBinary } from "./check-binary.ts";
import { emulationFor } from "./emulation.ts";
import { runtimePath } from "./runtime-path.ts";
import { step } from "./step.ts";
import type { Target } from "./targets.ts";

/** A release built here. */
export interface RehearsedRelease {
  readonly version: string;
  readonly commit: string;
  /** The commit's time, seconds. */
  readonly mtime: number;
  /** The checkout with `dist`. */
  readonly checkout: string;
  /** The same commit in another folder, not built yet. */
  readonly otherCheckout: string;
  /** Where archives are unpacked, each into a folder with its target's name. */
  readonly unpacked: string;
  /** Folders and hosts that must not occur in a binary. */
  readonly unwanted: readonly string[];
  /** Variables with the pinned Bun on the PATH. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Name of the archive of a target. */
export function archiveName(version: string, { archive }: Target): string {
  return `ack-ram-tool_${version}_${archive}.tar.gz`;
}

/** Checks everything of a release for one target, and runs it if this machine can. @throws at the first problem */
export async function checkTarget(target: Target, release: RehearsedRelease): Promise<void> {
  const { version, commit, checkout, otherCheckout, env } = release;
  const archive = join(checkout, "dist", archiveName(version, target));
  const folder = join(release.unpacked, target.name);
  const program = join(folder, programName(target));
  await step(`${target.name}: archive`, () => checkArchive(archive, target, release.mtime, folder));
  const file = await Bun.file(program).bytes();
  console.log(`       ${file.byteLength} bytes, ${Bun.file(archive).size} packed`);

  await step(`${target.name}: type, strings and signature`, async () => {
    const runtime = await Bun.file(await runtimePath(target)).bytes();
    checkBinary({ target, file, runtime, unwanted: release.unwanted });
  });
  await step(`${target.name}: the same bytes from another folder`, async () => {
    const again = join(otherCheckout, "dist", target.name, programName(target));
    const facts = [`--version=${version}`, `--commit=${commit}`];
    const compile = ["scripts/release/compile.ts", "--target", target.name, "--outfile", again, ...facts];
    await $`bun ${compile}`.cwd(otherCheckout).env(env).quiet();
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
      .cwd(checkout)
      .env({ ...env, ...emulation.env })
      .quiet(),
  );
}
