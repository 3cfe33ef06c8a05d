import { BUILD_FLAGS } from "../build-options.ts";

/** The same program, built in another way. */
export interface FlagVariant {
  readonly name: string;
  readonly flags: readonly string[];
}

/**
 * The released flags, then those with one flag less or one more.
 * @param bytecodeOrder order files that a warm hit and a cold call wrote (`BUN_BYTECODE_ORDER_OUT`)
 */
export function flagVariants(bytecodeOrder: readonly string[]): readonly FlagVariant[] {
  return [
    { name: "as released", flags: BUILD_FLAGS },
    without("--splitting"),
    without("--bytecode"),
    withFlag("--bytecode-depth=0"),
    withFlag("--bytecode-depth=1"),
    withFlag("--no-optimize-bytecode"),
    { name: "+ --bytecode-order", flags: [...BUILD_FLAGS, `--bytecode-order=${bytecodeOrder.join(",")}`] },
    withFlag("--min-chunk-size=16384"),
    withFlag("--compile-jit-policy=8"),
    withFlag("--compile-jit-policy=1000"),
    {
      name: "+ --compile-exec-argv=--smol",
      flags: BUILD_FLAGS.map((flag) => (flag.startsWith("--compile-exec-argv=") ? `${flag} --smol` : flag)),
    },
    withFlag("--minify"),
    withFlag("--minify-syntax"),
    withFlag("--minify-whitespace"),
    withFlag("--minify-identifiers"),
  ];
}

function withFlag(flag: string): FlagVariant {
  return { name: `+ ${flag}`, flags: [...BUILD_FLAGS, flag] };
}

function without(flag: string): FlagVariant {
  return { name: `− ${flag}`, flags: BUILD_FLAGS.filter((one) => one !== flag) };
}
