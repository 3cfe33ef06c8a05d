/**
 * How the binary is built: the one list, for `bun run build`, the tests, the benchmark and the release.
 * Each flag has been measured or guards something.
 */
export const BUILD_FLAGS = [
  "--compile",
  // Half the start-up time of whatever JavaScript is loaded; needs ESM, or top-level await does not build.
  "--bytecode",
  "--format=esm",
  // Keeps lazily imported code, and the node: modules that it imports, out of the start.
  "--splitting",
  // A warm call is too short for compiled code to pay: without this, a compiler thread starts in its few milliseconds.
  "--compile-jit-policy=8",
  "--sourcemap=none",
  "--reject-unresolved",
  // A .env or bunfig.toml in the working directory would set variables, or run code before ours.
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
  // Refuses BUN_OPTIONS=--preload and BUN_INSPECT.
  "--compile-exec-argv=--disallow-code-generation-from-strings=strict",
] as const;

/** The program's entry. */
export const ENTRY = "src/main.ts";

/** What the build writes into the program. */
export interface BuildFacts {
  readonly version: string;
  readonly commit: string;
}

/** `--define` arguments; the values are JavaScript expressions. */
export function defineFlags({ version, commit }: BuildFacts): string[] {
  return [
    `--define=BUILD_VERSION=${JSON.stringify(version)}`,
    `--define=BUILD_COMMIT=${JSON.stringify(commit)}`,
    // Bun writes "development" in otherwise.
    `--define=process.env.NODE_ENV="production"`,
  ];
}
