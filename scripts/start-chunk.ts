import { dirname, join, type PlatformPath, posix, win32 } from "node:path";
import type { BunPlugin } from "bun";

/**
 * Puts everything that the program loads at the start into one chunk. Bun makes a chunk of the modules that the same
 * set of entries needs, and every lazily loaded module is an entry: the start had 30 chunks, which took 5 % of a cache
 * hit. So this plugin lets every lazily loaded module import what the entry imports, and all entries need the same
 * modules. At run time that changes nothing: they have already been evaluated.
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
 * The statement with which one file imports another. Its path is relative, so that the program does not depend on its
 * build folder, and has slashes on every system, because a backslash would start an escape.
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

/** Every module that another one loads lazily; found before the build, which reads modules in random order. */
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
