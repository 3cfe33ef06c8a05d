import { $ } from "bun";
import packageJson from "../package.json" with { type: "json" };
import { BUILD_FLAGS, type BuildFacts, defineFlags, ENTRY } from "./build-options.ts";

// `bun run build`: dist/ack-ram-tool for this machine.

const root = `${import.meta.dir}/..`;
const pinned = packageJson.devDependencies.bun;
// The runtime inside the binary is the one that builds it: it must be the one that everything here was measured with.
const bun = Bun.version === pinned ? process.execPath : `${root}/node_modules/.bin/bun`;

/** The commit that is checked out, or `unknown` outside a repository. */
async function currentCommit(): Promise<string> {
  const { exitCode, stdout } = await $`git rev-parse HEAD`.cwd(root).nothrow().quiet();
  return exitCode === 0 ? stdout.toString().trim() : "unknown";
}

const facts: BuildFacts = { version: `${packageJson.version}-dev`, commit: await currentCommit() };
const output = `dist/ack-ram-tool${process.platform === "win32" ? ".exe" : ""}`;
await $`${bun} build ${BUILD_FLAGS} ${defineFlags(facts)} --outfile ${output} ${ENTRY}`.cwd(root).quiet();
console.log(`built ${output} ${facts.version} (commit ${facts.commit.slice(0, 12)}, bun ${pinned})`);
