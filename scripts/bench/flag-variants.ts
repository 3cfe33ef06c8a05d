import type { CompileBuildOptions } from "bun";
import type { ProgramConfig } from "../build-options.ts";
import type { Change } from "./programs.ts";

/** The same program, built in another way. */
export interface FlagVariant {
  /** The option, by its name on Bun's command line where it has one. */
  readonly name: string;
  readonly change: Change;
}

/**
 * The released options, then those with one less or one more.
 * @param bytecodeOrder order files that a cache hit and a cold call wrote (`BUN_BYTECODE_ORDER_OUT`)
 */
export function flagVariants(bytecodeOrder: string[]): readonly FlagVariant[] {
  return [
    variant("as released", {}),
    variant("− one chunk for the start", { plugins: [] }),
    variant("− --splitting", { splitting: false, plugins: [] }),
    variant("− --bytecode", { bytecode: false }),
    variant("+ --bytecode-depth=0", { bytecodeDepth: 0 }),
    variant("+ --bytecode-depth=1", { bytecodeDepth: 1 }),
    variant("+ --no-optimize-bytecode", { optimize: { bytecode: false } }),
    variant("+ --bytecode-order", {}, { bytecodeOrder }),
    variant("+ --min-chunk-size=16384", { minChunkSize: 16_384 }),
    variant("− --compile-jit-policy=8", {}, { jitPolicy: 1 }),
    variant("--compile-jit-policy=1000", {}, { jitPolicy: 1000 }),
    { name: "+ --smol", change: withExecArgv("--smol") },
    variant("+ --minify", { minify: true }),
    variant("+ --minify-syntax", { minify: { syntax: true } }),
    variant("+ --minify-whitespace", { minify: { whitespace: true } }),
    variant("+ --minify-identifiers", { minify: { identifiers: true } }),
  ];
}

function variant(name: string, build: Partial<ProgramConfig>, compile: CompileBuildOptions = {}): FlagVariant {
  return {
    name,
    change: (config) => ({ ...config, ...build, compile: { ...config.compile, ...compile } }),
  };
}

function withExecArgv(more: string): Change {
  return (config) => ({
    ...config,
    compile: { ...config.compile, execArgv: [...(config.compile.execArgv ?? []), more] },
  });
}
