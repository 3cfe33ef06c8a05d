import { BUILD_FLAGS } from "../build-options.ts";

const EXEC_ARGV = BUILD_FLAGS.find((flag) => flag.startsWith("--compile-exec-argv=")) ?? "--compile-exec-argv=";

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
    without("--compile-jit-policy=8"),
    replacing("--compile-jit-policy=8", "--compile-jit-policy=1000"),
    replacing(EXEC_ARGV, `${EXEC_ARGV} --smol`),
    withFlag("--minify"),
    withFlag("--minify-syntax"),
    withFlag("--minify-whitespace"),
    withFlag("--minify-identifiers"),
  ];
}

function replacing(flag: string, other: string): FlagVariant {
  return { name: other.replace(EXEC_ARGV, "exec-argv"), flags: BUILD_FLAGS.map((one) => (one === flag ? other : one)) };
}

function withFlag(flag: string): FlagVariant {
  return { name: `+ ${flag}`, flags: [...BUILD_FLAGS, flag] };
}

function without(flag: string): FlagVariant {
  return { name: `− ${flag}`, flags: BUILD_FLAGS.filter((one) => one !== flag) };
}
