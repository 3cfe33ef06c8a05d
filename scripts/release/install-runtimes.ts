import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "bun";
import { RUNTIMES } from "./runtime-path.ts";

// `bun install-runtimes.ts`: the Bun of every platform, verified by bun.lock, in a folder where no install script has
// run. In node_modules, the install script of package `bun` replaces this machine's own, possibly by a download.

const root = join(import.meta.dir, "../..");
await mkdir(RUNTIMES, { recursive: true });
for (const file of ["package.json", "bun.lock", "bunfig.toml"]) await copyFile(join(root, file), join(RUNTIMES, file));
const anyPlatform = ["--os=*", "--cpu=*", "--libc=*"];
await $`bun install --frozen-lockfile --ignore-scripts --silent ${anyPlatform}`.cwd(RUNTIMES);
