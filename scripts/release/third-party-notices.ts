import { join } from "node:path";
import { bundledPackages, findPackage } from "./lockfile.ts";

// `bun third-party-notices.ts`: writes the licences of the other software in the binaries, as their terms require.

const root = join(import.meta.dir, "../..");
const output = join(root, ".release/THIRD-PARTY-NOTICES");

/** Bun's packages come without a licence; this is the one in its documentation (docs/project/license). */
const BUN = `Bun itself is MIT licensed: Copyright (c) Oven.

Bun links JavaScriptCore and other parts of WebKit under the LGPL-2 (https://github.com/oven-sh/WebKit has
the source and how to relink), and other libraries under their own terms: BoringSSL, c-ares, zstd, zlib, brotli, libuv, lol-html,
mimalloc, uSockets, SQLite, ICU and more. The list with all licences: https://bun.com/docs/project/license`;

const lock = await Bun.file(join(root, "bun.lock")).text();
const parts = [`bun ${findPackage(lock, "bun").version}\n\n${BUN}`];
for (const { name, version } of bundledPackages(lock)) parts.push(`${name} ${version}\n\n${await licenceOf(name)}`);
await Bun.write(output, `${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);
console.log(output);

/** @throws Error for a package without one: it must not be shipped unnoticed */
async function licenceOf(name: string): Promise<string> {
  for (const file of ["LICENSE", "LICENSE.md", "LICENSE.txt"]) {
    const licence = Bun.file(join(root, "node_modules", name, file));
    if (await licence.exists()) return (await licence.text()).trim();
  }
  throw new Error(`${name} has no licence`);
}
