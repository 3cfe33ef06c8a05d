import { dirname, join, type PlatformPath, posix, win32 } from "node:path";
import type { BunPlugin } from "bun";

/**
 * Puts everything that the program loads at the start into one chunk. Bun makes a chunk of the modules that are needed
 * by the same set of entries, where each lazily loaded module is an entry, and so cut the start into 30 pieces: 5 % of
 * a cache hit. Here every lazily loaded module imports what the entry imports, which changes nothing (it has been
 * evaluated already) but makes all of it needed by the same set: all entries.
 */
export function startChunk(): BunPlugin {
  return {
    name: "one chunk for the start",
    setup: async (build) => {
      const [entry = ""] = build.config.entrypoints;
      const start = (await importsOf(entry)).filter(({ kind }) => kind === "import-statement");
      const lazy = await lazilyLoaded(dirname(entry));
      build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        const imports = lazy.has(file) ? start.map((one) => importOf(one.path, file)) : [];
        return { contents: [...imports, await Bun.file(file).text()].join("\n"), loader: "ts" };
      });
    },
  };
}

/**
 * The statement by which one file imports another. It is relative, or the program would depend on its build folder;
 * with slashes on every system, because a backslash would start an escape.
 * @param rules of the paths' system
 */
export function importOf(
  module: string,
  importer: string,
  rules: PlatformPath = process.platform === "win32" ? win32 : posix,
): string {
  const steps = rules.relative(rules.dirname(importer), module).split(rules.sep);
  return `import "./${steps.join("/")}";`;
}

/** Every module that another one loads lazily; determined before the build, which meets them in random order. */
async function lazilyLoaded(folder: string): Promise<ReadonlySet<string>> {
  const files = [...new Bun.Glob("**/*.ts").scanSync({ cwd: folder, absolute: true })];
  const imports = await Promise.all(files.map(importsOf));
  return new Set(imports.flat().flatMap(({ kind, path }) => (kind === "dynamic-import" ? [path] : [])));
}

async function importsOf(file: string): Promise<readonly { readonly kind: string; readonly path: string }[]> {
  const imports = new Bun.Transpiler({ loader: "ts" }).scanImports(await Bun.file(file).text());
  return imports
    .filter((one) => one.path.startsWith("."))
    .map((one) => ({ kind: one.kind, path: join(dirname(file), one.path) }));
}
