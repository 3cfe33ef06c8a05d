import { dirname, join, normalize } from "node:path";

const ROOT = normalize(join(import.meta.dir, "..", ".."));

/** How a file names another one. */
export interface Import {
  /** Path from the project's root (`src/…`), or the name of a package. */
  readonly target: string;
  /** `type`: gone at run time. `lazy`: `import()`, loaded when it is reached. */
  readonly kind: "static" | "type" | "lazy";
}

/** A file of the program. */
export interface SourceFile {
  /** From the project's root: `src/cli/run.ts`. */
  readonly path: string;
  readonly lines: number;
  /** Its text without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

async function readSourceFile(path: string): Promise<SourceFile> {
  const text = await Bun.file(join(ROOT, path)).text();
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
  return { path, lines: text.trimEnd().split("\n").length, code, imports: readImports(path, code) };
}

function readImports(path: string, code: string): Import[] {
  const resolve = (name: string): string => (name.startsWith(".") ? normalize(join(dirname(path), name)) : name);
  const statements = [...code.matchAll(/^(?:import|export)\s(?:(type)\s)?(?:[\w\s{},*]*?\sfrom\s)?"([^"]+)"/gm)].map(
    ([, type, name = ""]): Import => ({ target: resolve(name), kind: type === undefined ? "static" : "type" }),
  );
  const lazy = [...code.matchAll(/\bimport\("([^"]+)"\)/g)].map(([, name = ""]): Import => ({
    target: resolve(name),
    kind: "lazy",
  }));
  return [...statements, ...lazy];
}

/** Every file under `src`. */
export async function sourceFiles(): Promise<readonly SourceFile[]> {
  const paths = [...new Bun.Glob("src/**/*.ts").scanSync({ cwd: ROOT })]
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted();
  return await Promise.all(paths.map(readSourceFile));
}
