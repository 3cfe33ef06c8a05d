import type { World } from "./world.ts";

/**
 * The real world, through Bun's own functions wherever they exist: each `node:` module is loaded code (`node:fs` 2 ms,
 * `node:crypto` 4 ms, `process.stdout` 18 ms), and the warm path pays for it on every kubectl call.
 */
export function bunWorld(): World {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    platform: { os: process.platform, arch: process.arch, uid: process.getuid?.() },
    executable: process.execPath,
    cwd: () => process.cwd(),
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    nonce: () => crypto.randomUUID(),
    fraction: () => Math.random(),
    files: {
      readText: (path) => Bun.file(path).text(),
      status: async (path) => {
        const stat = await Bun.file(path).stat();
        return { isFile: stat.isFile(), size: stat.size, mode: stat.mode & 0o7777, uid: stat.uid };
      },
      list: async (path) => (await (await import("node:fs/promises")).readdir(path)).toSorted(),
    },
    fileWriter: async () => (await import("./private-files.ts")).privateFiles,
    fetch: (url, init) => fetch(url, init),
    runProcess: async (request) => (await import("./run-process.ts")).runProcess(request),
    tryLock: async (path) => (await import("./sqlite-lock.ts")).tryLock(path),
    isTerminal: async (stream) => (await import("node:tty")).isatty(stream === "stdout" ? 1 : 2),
    silenceRuntimeWarnings: () => {
      process.noDeprecation = true;
    },
    // console.log delivers everything to full and non-blocking pipes; process.stdout costs 18 ms and truncates,
    // Bun.write(Bun.stdout) sends bytes twice.
    stdout: (text) => console.log(text),
    stderr: (text) => console.error(text),
  };
}
