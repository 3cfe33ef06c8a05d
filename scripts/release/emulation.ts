import type { Target } from "./targets.ts";
import { type Emulation, underWine } from "./wine.ts";

const GLIBC_ARM64_ROOT = "/usr/aarch64-linux-gnu";

/**
 * How to run a target's binary here: natively, under Wine, or under qemu-user with Debian's cross libraries. Bun for
 * musl needs libstdc++ and libgcc, which Debian's musl packages lack: MUSL_ROOT_X64 and MUSL_ROOT_ARM64 may name
 * folders whose `lib` has them (and, for arm64, the loader).
 */
export async function emulationFor({ name, loader = "" }: Target): Promise<Emulation> {
  if (name === `${process.platform}-${process.arch}`) return { prefix: [], env: {} };
  const { MUSL_ROOT_X64, MUSL_ROOT_ARM64 } = process.env;
  if (process.platform !== "linux" || process.arch !== "x64") return { impossible: `${name} on another machine` };
  const system: string = name;
  switch (system) {
    case "linux-arm64":
      return await underQemu(GLIBC_ARM64_ROOT, loader, "apt-get install qemu-user-static libstdc++6-arm64-cross");
    case "linux-x64-musl":
      if (MUSL_ROOT_X64 === undefined) return { impossible: "MUSL_ROOT_X64 is not set" };
      if (!(await Bun.file(loader).exists())) return { impossible: `${loader} is missing: apt-get install musl` };
      return { prefix: [], env: { LD_LIBRARY_PATH: `${MUSL_ROOT_X64}/lib` } };
    case "linux-arm64-musl":
      if (MUSL_ROOT_ARM64 === undefined) return { impossible: "MUSL_ROOT_ARM64 is not set" };
      return await underQemu(MUSL_ROOT_ARM64, loader, "put the loader there");
    case "windows-x64":
      return await underWine();
    default:
      return { impossible: "needs that system: the release's workflow runs it there" };
  }
}

async function underQemu(root: string, loader: string, hint: string): Promise<Emulation> {
  const qemu = Bun.which("qemu-aarch64-static");
  if (qemu === null || !(await Bun.file(root + loader).exists())) return { impossible: hint };
  return { prefix: [qemu, "-L", root], env: { QEMU_SET_ENV: `LD_LIBRARY_PATH=${root}/lib` } };
}
