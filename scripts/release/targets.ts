import type { Build } from "bun";

type WithoutPrefix<Name> = Name extends `bun-${infer Rest}` ? Rest : never;

/** A platform with a binary in each release. */
export interface Target {
  /** Bun's name, without `bun-`. */
  readonly name: WithoutPrefix<Build.CompileTarget>;
  /** The package whose Bun ends up in the binary; verified by bun.lock. */
  readonly runtime: string;
  /** Last part of the archive's name; the Go tool's, if its releases have such an archive. */
  readonly archive: string;
  readonly format: "elf" | "mach-o" | "pe";
  readonly arch: "x64" | "arm64";
  /** The loader in an ELF file. */
  readonly loader?: string;
}

/** Every platform of a release. */
export const TARGETS: readonly Target[] = [
  {
    name: "linux-x64",
    runtime: "@oven/bun-linux-x64",
    archive: "Linux_x86_64",
    format: "elf",
    arch: "x64",
    loader: "/lib64/ld-linux-x86-64.so.2",
  },
  {
    name: "linux-arm64",
    runtime: "@oven/bun-linux-aarch64",
    archive: "Linux_arm64",
    format: "elf",
    arch: "arm64",
    loader: "/lib/ld-linux-aarch64.so.1",
  },
  {
    name: "linux-x64-musl",
    runtime: "@oven/bun-linux-x64-musl",
    archive: "Linux_x86_64_musl",
    format: "elf",
    arch: "x64",
    loader: "/lib/ld-musl-x86_64.so.1",
  },
  {
    name: "linux-arm64-musl",
    runtime: "@oven/bun-linux-aarch64-musl",
    archive: "Linux_arm64_musl",
    format: "elf",
    arch: "arm64",
    loader: "/lib/ld-musl-aarch64.so.1",
  },
  {
    name: "darwin-x64",
    runtime: "@oven/bun-darwin-x64",
    archive: "Darwin_x86_64",
    format: "mach-o",
    arch: "x64",
  },
  {
    name: "darwin-arm64",
    runtime: "@oven/bun-darwin-aarch64",
    archive: "Darwin_arm64",
    format: "mach-o",
    arch: "arm64",
  },
  {
    name: "windows-x64",
    runtime: "@oven/bun-windows-x64",
    archive: "Windows_x86_64",
    format: "pe",
    arch: "x64",
  },
  {
    name: "windows-arm64",
    runtime: "@oven/bun-windows-aarch64",
    archive: "Windows_arm64",
    format: "pe",
    arch: "arm64",
  },
];

/** @param name Bun's name of the target, with or without `bun-` @throws Error for an unknown one */
export function findTarget(name: string): Target {
  const target = TARGETS.find((known) => known.name === name.replace(/^bun-/, ""));
  if (target === undefined) throw new Error(`no release has a binary for "${name}"`);
  return target;
}
