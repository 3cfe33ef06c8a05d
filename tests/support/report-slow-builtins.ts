// Preloaded (`bun --preload`): says on stderr which of the functions that are slow at their first call are called, and where.
// The engine (JavaScriptCore) has them as JavaScript, which it must compile, or has them made when they are first needed:
// 0.04 ms and more each, measured in the compiled program.

const OF_ARRAYS =
  "at entries every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some";

const SLOW: readonly (readonly [owner: object, name: string, methods: readonly (string | symbol)[]])[] = [
  [Array.prototype, "Array.prototype", OF_ARRAYS.split(" ")],
  [Array, "Array", ["from"]],
  [Object, "Object", ["fromEntries", "groupBy"]],
  [Map.prototype, "Map.prototype", ["entries", "forEach", "keys", "values"]],
  [RegExp.prototype, "RegExp.prototype", ["exec", "test", Symbol.match, Symbol.replace, Symbol.search, Symbol.split]],
  [Math, "Math", ["ceil", "floor", "max", "min", "random", "round"]],
];

let isReporting = false;

function report(name: string): void {
  if (isReporting) return;
  isReporting = true;
  const frames = (new Error(name).stack ?? "").split("\n").slice(1);
  // The engine's own frames have no file.
  const caller = frames.find((frame) => frame.includes("/") && !frame.includes(import.meta.path)) ?? "";
  const place = /\/(?:src|node_modules)\/[^:)]*/.exec(caller)?.[0];
  if (place !== undefined) console.error(`slow ${name} ${place.slice(1)}`);
  isReporting = false;
}

for (const [owner, named, methods] of SLOW) {
  for (const method of methods) {
    const original: unknown = Reflect.get(owner, method);
    if (typeof original !== "function") throw new Error(`${named} has no ${String(method)}`);
    const reporting = function (this: unknown, ...args: unknown[]): unknown {
      report(`${named}.${String(method)}`);
      return Reflect.apply(original, this, args);
    };
    Object.defineProperty(owner, method, { value: reporting, writable: true, configurable: true });
  }
}
