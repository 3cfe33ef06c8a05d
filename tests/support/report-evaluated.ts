import { plugin } from "bun";

// Preloaded (`bun --preload`): each module says its name on stderr at the moment it is evaluated, and which modules of the
// runtime it imports.

const transpiler = new Bun.Transpiler({ loader: "ts" });

plugin({
  name: "report what is evaluated",
  setup: (build) => {
    build.onLoad({ filter: /\/(?:src|node_modules)\/.*\.[cm]?[jt]s$/ }, async ({ path }) => {
      const text = await Bun.file(path).text();
      const builtIn = transpiler
        .scanImports(text)
        .filter((one) => one.kind === "import-statement" && /^(?:node|bun)(?::|$)/.test(one.path));
      const names = [path, ...builtIn.map((one) => one.path)];
      // Behind it all imports are evaluated first, wherever they stand.
      const report = names.map((name) => `console.error(${JSON.stringify(`evaluated ${name}`)});`).join(" ");
      return { contents: `${report}\n${text}`, loader: path.endsWith("ts") ? "ts" : "js" };
    });
  },
});
