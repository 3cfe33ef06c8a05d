import { $ } from "bun";
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

const FILES = [
  "/usr/bin/ack-ram-tool",
  "/usr/share/bash-completion/completions/ack-ram-tool",
  "/usr/share/doc/ack-ram-tool/LICENSE",
  "/usr/share/doc/ack-ram-tool/THIRD-PARTY-NOTICES",
  "/usr/share/fish/vendor_completions.d/ack-ram-tool.fish",
  "/usr/share/man/man1/ack-ram-tool.1",
  "/usr/share/zsh/vendor-completions/_ack-ram-tool",
];

/** Checks what the packages install, if the tools that list them are available. @throws AssertionError */
export async function checkPackages(dist: string): Promise<void> {
  for (const name of await readdir(dist)) {
    const path = join(dist, name);
    if (name.endsWith(".deb") && Bun.which("dpkg-deb") !== null) {
      const listing = await $`dpkg-deb --contents ${path}`.text();
      const found = [...listing.matchAll(/ \.(\/\S*[^/\s])$/gm)].map(([, file = ""]) => file);
      assert.deepEqual(found.toSorted(), FILES, name);
    }
    if (name.endsWith(".rpm") && Bun.which("rpm") !== null) {
      const found = (await $`rpm --query --list --package ${path}`.quiet().text()).trim().split("\n");
      assert.deepEqual(found.toSorted(), FILES, name);
    }
  }
}
