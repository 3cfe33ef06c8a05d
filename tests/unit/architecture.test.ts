import { basename, join } from "node:path";
import { $ } from "bun";
import { describe, expect, test } from "bun:test";
import { type SourceFile, sourceFiles } from "../support/source-files.ts";

const files = await sourceFiles();
const byPath = new Map(files.map((file) => [file.path, file]));

/** `src/http/http-client.ts` → `alibaba`, `src/paths.ts` → `paths`. */
function roomOf(path: string): string {
  return path.replace(/^src\//, "").replace(/[/.].*$/, "");
}

const base = [
  "errors",
  "log",
  "schema",
  "world",
  "paths",
  "home-directory",
  "find-program",
  "read-variable",
  "variable-names",
  "digest",
  "build-info",
  "deadline",
];

const rooms = ["exec-credential", "cache", "credentials", "alibaba", "http", "kubeconfig", "certificate"];

/** Which rooms a room may know, besides itself. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  main: ["cli", "world"],
  cli: [
    "export-credentials",
    "sign-in",
    "kubeconfig-sync",
    "get-credential",
    "get-token",
    "get-kubeconfig",
    "doctor",
    ...rooms,
    ...base,
  ],
  "get-credential": [...rooms, ...base],
  "get-token": [...rooms, ...base],
  "get-kubeconfig": [...rooms, ...base],
  "export-credentials": [...rooms, ...base],
  "sign-in": ["alibaba", "http", ...base],
  "kubeconfig-sync": ["get-kubeconfig", ...rooms, ...base],
  doctor: [...rooms, ...base],
  "exec-credential": ["certificate", ...base],
  cache: ["certificate", ...base],
  credentials: ["alibaba", "http", ...base],
  alibaba: ["http", ...base],
  http: base,
  kubeconfig: ["exec-credential", ...base],
  certificate: base,
  errors: [],
  log: ["read-variable", "errors", "variable-names", "world"],
  schema: [],
  world: [],
  paths: ["home-directory", "world"],
  "home-directory": ["read-variable", "variable-names", "world"],
  "find-program": ["read-variable", "variable-names", "world"],
  "read-variable": ["world"],
  digest: [],
  "variable-names": [],
  "build-info": [],
  deadline: ["errors", "world"],
};

/** Types alone may cross here: the key is made of a source's identity. */
const TYPES_MAY_CROSS = new Set(["cache → credentials"]);

function crossings(file: SourceFile): string[] {
  const room = roomOf(file.path);
  return file.imports.flatMap(({ target, kind }) => {
    const other = roomOf(target);
    const isInside = !target.startsWith("src/") || other === room || (MAY_KNOW[room] ?? []).includes(other);
    const isTypeOnly = kind === "type" && TYPES_MAY_CROSS.has(`${room} → ${other}`);
    return isInside || isTypeOnly ? [] : [`${file.path} → ${target}`];
  });
}

/** Files that name something they should leave to others. */
function offenders(pattern: RegExp, isAllowed: (path: string) => boolean): string[] {
  return files.filter(({ path, code }) => !isAllowed(path) && pattern.test(code)).map(({ path }) => path);
}

const inWorld = (path: string): boolean => path.startsWith("src/world/");

describe("imports between rooms", () => {
  test("every room has its place in the order", () => {
    expect([...new Set(files.map(({ path }) => roomOf(path)))].toSorted()).toEqual(Object.keys(MAY_KNOW).toSorted());
  });

  test("imports go one way only", () => {
    expect(files.flatMap(crossings)).toEqual([]);
  });

  test("there are no circles, not even of lazy imports or types", () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const follow = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      if (trail.includes(path) || done.has(path)) return;
      for (const { target } of byPath.get(path)?.imports ?? []) follow(target, [...trail, path]);
      done.add(path);
    };
    for (const { path } of files) follow(path, []);
    expect(circles).toEqual([]);
  });
});

describe("the outside world is reached through src/world alone", () => {
  test.each([
    ["the clock", /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b/],
    ["fetch", /(?<![.\w])fetch\(/],
    ["the console", /(?<![.\w])console\./],
    [
      "chance",
      /\bMath\.random\b|\bcrypto\.(?:randomUUID|getRandomValues|randomBytes)\b|\brandomBytes\b.* from "node:crypto"/,
    ],
    ["files", /\bBun\.(?:file|write)\b|"node:fs(?:\/promises)?"/],
    ["other programs", /\bBun\.spawn|"node:child_process"/],
    ["the environment", /\bBun\.env\b|\bimport\.meta\.env\b/],
  ])("%s", (_, pattern) => {
    expect(offenders(pattern, inWorld)).toEqual([]);
  });

  test("the process, but for its exit code", () => {
    expect(offenders(/\bprocess(?:\.(?!exit\b)|\?|\[)|"node:process"/, inWorld)).toEqual([]);
    expect(offenders(/\bprocess\.exit\b/, (path) => path === "src/main.ts")).toEqual([]);
  });

  test("HTTP calls are made by the one client", () => {
    expect(offenders(/\.fetch\(/, (path) => path.startsWith("src/http/") || inWorld(path))).toEqual([]);
  });

  test("environment variables are named in src/variable-names.ts alone", () => {
    const name = /["'`](?:ACK_RAM_TOOL|ALIBABA_CLOUD|ALIBABACLOUD|ALICLOUD|KUBERNETES|NODE|SSL)_[A-Z0-9_]*["'`]/;
    expect(offenders(name, (path) => path === "src/variable-names.ts")).toEqual([]);
  });
});

describe("a file", () => {
  test("has 250 lines at the most", () => {
    expect(files.filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test("has a name that says what is in it", () => {
    const vague = /^(?:utils?|helpers?|index|common|misc|shared|lib)\.ts$/;
    expect(
      files
        .filter(({ path }) => vague.test(basename(path)) || /\/(?:utils?|helpers?)\//.test(path))
        .map(({ path }) => path),
    ).toEqual([]);
  });

  test("exports by name", () => {
    expect(offenders(/\bexport default\b/, () => false)).toEqual([]);
  });

  test("re-exports nothing of other files", () => {
    expect(offenders(/^export\s[^=;]*\sfrom\s"/m, () => false)).toEqual([]);
  });
});

test("git tracks no file that was built: none is larger than 300 kB", async () => {
  const root = join(import.meta.dir, "../..");
  const tracked = (await $`git ls-files`.cwd(root).nothrow().text()).trim().split("\n");
  expect(tracked.filter((path) => Bun.file(join(root, path)).size > 300_000)).toEqual([]);
});
