import { $ } from "bun";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

/** How to run a binary on this machine: words before its path, and variables; or why it cannot be run. */
export type Emulation =
  | { readonly prefix: readonly string[]; readonly env: Readonly<Record<string, string>> }
  | { readonly impossible: string };

/** The Wine prefix of the programs. */
export const WINE_PREFIX = join(import.meta.dir, "../../.release/wine");
const MINGW = "x86_64-w64-mingw32-gcc";

/** How to run a Windows x64 program under Wine, in a prefix of its own, which is created if necessary. */
export async function underWine(): Promise<Emulation> {
  const wine = Bun.which("wine64") ?? Bun.which("/usr/lib/wine/wine64") ?? Bun.which("wine");
  if (wine === null) return { impossible: "apt-get install --no-install-recommends wine64 gcc-mingw-w64-x86-64" };
  const env = { WINEPREFIX: WINE_PREFIX, WINEDEBUG: "-all" };
  const system = join(WINE_PREFIX, "drive_c/windows/system32");
  if (!(await Bun.file(join(system, "kernel32.dll")).exists())) {
    await mkdir(WINE_PREFIX, { recursive: true });
    await $`${wine} wineboot --init`.env({ ...process.env, ...env }).quiet();
  }
  const library = join(system, "bcryptprimitives.dll");
  if (!(await Bun.file(library).exists())) {
    if (Bun.which(MINGW) === null) return { impossible: "apt-get install gcc-mingw-w64-x86-64, or Wine 10" };
    const source = join(import.meta.dir, "random-numbers-dll.c");
    await $`${MINGW} -O2 -shared -o ${library} ${source} -ladvapi32`.quiet();
  }
  return { prefix: [wine], env };
}
