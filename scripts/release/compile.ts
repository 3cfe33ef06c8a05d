import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { $ } from "bun";
import { programConfig } from "../build-options.ts";
import packageJson from "../../package.json" with { type: "json" };
import { mismatchingPages, signAdHoc } from "./code-signature.ts";
import { runtimePath } from "./runtime-path.ts";
import { findTarget } from "./targets.ts";

// What goreleaser runs instead of `bun build`, once for each platform: the flags come from build-options.ts, the
// runtime from a package that bun.lock has verified.

const { values } = parseArgs({
  // For the platform that its Bun builder does not know, goreleaser uses its Go builder, which adds linker flags.
  args: Bun.argv.slice(2).filter((argument) => !argument.startsWith("-ldflags=")),
  allowPositionals: true,
  options: {
    target: { type: "string" },
    outfile: { type: "string", short: "o" },
    version: { type: "string" },
    commit: { type: "string" },
  },
});
const { target: name, outfile, version, commit } = values;
if (name === undefined || outfile === undefined || version === undefined || commit === undefined) {
  throw new Error("compile.ts needs --target, --outfile, --version and --commit");
}
if (Bun.version !== packageJson.devDependencies.bun) {
  throw new Error(`a release is built with Bun ${packageJson.devDependencies.bun}, not with ${Bun.version}`);
}

const target = findTarget(name);
const config = programConfig(join(import.meta.dir, "../.."), { version, commit }, resolve(outfile));
config.compile.target = `bun-${target.name}`;
// Always set, because Bun would otherwise download an unverified runtime. Not the running Bun, which an install script
// may have downloaded.
config.compile.executablePath = await runtimePath(target);
if (target.format === "pe") {
  const own = join(tmpdir(), `ack-ram-tool-runtime-${process.pid}.exe`);
  const script = join(import.meta.dir, "windows-resources.mjs");
  await $`bun ${script} ${config.compile.executablePath} ${own} ${version}`;
  config.compile.executablePath = own;
}
await Bun.build(config);
if (target.format === "pe") await Bun.file(config.compile.executablePath).delete();
if (target.format === "mach-o") await repairSignature(outfile);

/** Bun re-signs arm64, but leaves x64 with a signature that its own changes have broken: macOS would kill it. */
async function repairSignature(path: string): Promise<void> {
  const file = await Bun.file(path).bytes();
  if (mismatchingPages(file).length === 0) return;
  await Bun.write(path, signAdHoc(file, "ack-ram-tool"));
}
