import { join } from "node:path";
import { $ } from "bun";
import packageJson from "../package.json" with { type: "json" };
import { programConfig } from "./build-options.ts";

// `bun run build`: dist/ack-ram-tool for this machine.

const root = join(import.meta.dir, "..");
const pinned = packageJson.devDependencies.bun;

/** The current commit, or `unknown` outside a repository. */
async function currentCommit(): Promise<string> {
  const { exitCode, stdout } = await $`git rev-parse HEAD`.cwd(root).nothrow().quiet();
  return exitCode === 0 ? stdout.toString().trim() : "unknown";
}

if (Bun.version === pinned) {
  const facts = { version: `${packageJson.version}-dev`, commit: await currentCommit() };
  const output = `dist/ack-ram-tool${process.platform === "win32" ? ".exe" : ""}`;
  await Bun.build(programConfig(root, facts, join(root, output)));
  console.log(`built ${output} ${facts.version} (commit ${facts.commit.slice(0, 12)}, bun ${pinned})`);
} else {
  // The Bun that runs this build becomes the binary's runtime, so it must be the pinned version.
  await $`${join(root, "node_modules/.bin/bun")} ${import.meta.path}`;
}
