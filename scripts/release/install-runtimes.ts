import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "bun";
import { RUNTIMES } from "./runtime-path.ts";

// `bun install-runtimes.ts`: installs every platform's Bun, verified by bun.lock, in a folder without running install
// scripts: in node_modules, the one of package `bun` may replace this machine's Bun by a downloaded one.

const root = join(import.meta.dir, "../..");
await mkdir(RUNTIMES, { recursive: true });
for (const file of ["package.json", "bun.lock", "bunfig.toml"]) await copyFile(join(root, file), join(RUNTIMES, file));
const anyPlatform = ["--os=*", "--cpu=*", "--libc=*"];
await $`bun install --frozen-lockfile --ignore-scripts --silent ${anyPlatform}`.cwd(RUNTIMES);
