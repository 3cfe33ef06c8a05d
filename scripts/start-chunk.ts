import { dirname, join, type PlatformPath, posix, win32 } from "node:path";
import type { BunPlugin } from "bun";

/**
 * Puts all that the program loads when it starts into one chunk. Bun makes a chunk of whatever is needed by the same set of
 * entries, where each lazily loaded module is an entry, and so cut the start into 30 pieces: 5 % of a cache hit. Here every
 * lazily loaded module imports what the entry imports, which changes nothing (it was evaluated long before) but makes all of
 * it needed by one and the same set: everything.
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
 * The statement by which one file imports another. Relative, or the program would depend on the folder that it was built in;
 * with slashes on every system, since a backslash would begin an escape.
 * @param rules those of the system whose paths these are
 */
export function importOf(
  module: string,
  importer: string,
  rules: PlatformPath = process.platform === "win32" ? win32 : posix,
): string {
  const steps = rules.relative(rules.dirname(importer), module).split(rules.sep);
  return `import "./${steps.join("/")}";`;
}

/** Every module that another one loads lazily; known before the build, which meets them in no certain order. */
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
