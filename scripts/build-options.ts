import { isAbsolute } from "node:path";
import type { BuildConfig, CompileBuildOptions } from "bun";
import { startChunk } from "./start-chunk.ts";

/** The program's entry. */
export const ENTRY = "src/main.ts";

/** The facts that the build writes into the program. */
export interface BuildFacts {
  readonly version: string;
  readonly commit: string;
}

/** How a program is built. */
export interface ProgramConfig extends BuildConfig {
  compile: CompileBuildOptions;
}

/**
 * How the binary is built: the only list of options, for `bun run build`, the tests, the benchmark and the release.
 * Each option was measured or protects something.
 * @param root the project's folder
 * @param outfile the program to write, absolute
 * @param entry the first source, below the root or absolute
 */
export function programConfig(
  root: string,
  { version, commit }: BuildFacts,
  outfile: string,
  entry = ENTRY,
): ProgramConfig {
  return {
    root,
    entrypoints: [Bun.resolveSync(isAbsolute(entry) ? entry : `./${entry}`, root)],
    target: "bun",
    // Halves the start-up time of all JavaScript that is loaded; needs ESM, or top-level await does not build.
    bytecode: true,
    format: "esm",
    // Does not load lazily imported code, and the node: modules that it imports, at the start.
    splitting: true,
    // Puts what is loaded at the start into one chunk.
    plugins: [startChunk()],
    sourcemap: "none",
    // Makes the build fail on an import that it cannot resolve.
    allowUnresolved: [],
    define: {
      BUILD_VERSION: JSON.stringify(version),
      BUILD_COMMIT: JSON.stringify(commit),
      // Bun would write "development".
      "process.env.NODE_ENV": '"production"',
    },
    compile: {
      outfile,
      // A cache hit is too short for just-in-time compilation to pay off, but long enough to start its thread.
      jitPolicy: 8,
      // A .env or bunfig.toml in the working directory would set variables, or run other code first.
      autoloadDotenv: false,
      autoloadBunfig: false,
      // Refuses BUN_OPTIONS=--preload and BUN_INSPECT.
      execArgv: ["--disallow-code-generation-from-strings=strict"],
    },
  };
}
