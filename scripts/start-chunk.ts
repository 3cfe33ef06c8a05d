import { dirname, join, relative } from "node:path";
import type { BunPlugin } from "bun";

/**
 * Puts all that the program loads when it starts into one chunk. Bun makes a chunk of whatever is needed by the same set of
 * entries, where each lazily loaded module is an entry, and so cut the start into 30 pieces: 5 % of a warm hit. Here every
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
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        // Relative, or the program would depend on the folder that it was built in.
        const imports = lazy.has(path) ? start.map((one) => `import "./${relative(dirname(path), one.path)}";`) : [];
        return { contents: [...imports, await Bun.file(path).text()].join("\n"), loader: "ts" };
      });
    },
  };
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
    .filter(({ path }) => path.startsWith("."))
    .map(({ kind, path }) => ({ kind, path: join(dirname(file), path) }));
}
