import { overwriteOwnFile, readOwnFile } from "./memory-mapped-files.ts";
import { readText } from "./read-text.ts";
import { writeStderr, writeStdout } from "./standard-streams.ts";
import type { ProcessMark, World } from "./world.ts";

/**
 * The real world. The cache hit uses Bun's own functions, because every module it loads costs time on each kubectl
 * call: `node:fs` 0.8 ms, `node:crypto` 4 ms, `process.stdout` 18 ms. Each file here says what it avoids.
 */
export function bunWorld(): World {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    platform: { os: process.platform, arch: process.arch, uid: process.getuid?.() },
    unsetVariable: async (name) => (await import("./unset-variable.ts")).unsetVariable(name),
    executable: () => process.execPath,
    cwd,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    timeoutSignal: (ms) => AbortSignal.timeout(ms),
    sleep,
    nonce: () => crypto.randomUUID(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    random: () => Math.random(),
    files: {
      size,
      readText,
      status: async (path) => (await import("./file-status.ts")).fileStatus(path),
      readOwnFile,
      overwriteOwnFile,
    },
    fileWriter: async () => (await import("./atomic-private-file-writer.ts")).atomicPrivateFileWriter,
    fetch: (url, init) => fetch(url, init),
    preconnect: (url) => fetch.preconnect(url),
    runProcess: async (request) => (await import("./run-process.ts")).runProcess(request),
    runInForeground: async (argv, env) => (await import("./run-in-foreground.ts")).runInForeground(argv, env),
    startDetached: async (argv) => (await import("./start-detached.ts")).startDetached(argv),
    serveLoopback: async (ports, answer) => (await import("./serve-loopback.ts")).serveLoopback(ports, answer),
    readLine: async (question, signal) => (await import("./read-line.ts")).readLine(question, signal),
    tryLock: async (path) => (await import("./sqlite-lock.ts")).tryLock(path),
    holdSignals: async () => (await import("./hold-signals.ts")).holdSignals(),
    isTerminal: async (stream) => (await import("node:tty")).isatty(["stdin", "stdout", "stderr"].indexOf(stream)),
    terminalWidth: async () => (await import("./terminal-width.ts")).terminalWidth(),
    parentProcess,
    isAnyRemote: async (paths) => (await import("./remote-mounts.ts")).isAnyRemote(paths),
    runSelf: async (request) => (await import("./run-self.ts")).runSelf(request),
    tellSupervisor: async () => (await import("./tell-supervisor.ts")).tellSupervisor,
    stdout: writeStdout,
    stderr: writeStderr,
  };
}

/** The size; 0 also for an impossible path, for which Bun throws. */
function size(path: string): number {
  try {
    return Bun.file(path).size;
  } catch {
    return 0;
  }
}

/** The working directory; `.` if it was deleted, because only a relative path needs it. */
function cwd(): string {
  try {
    return process.cwd();
  } catch {
    return ".";
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted === true) end();
    else signal?.addEventListener("abort", end);
  });
}

/**
 * On Linux, the time of a process's folder in /proc is that of its first lookup, and usually stays while the process
 * lives. Under memory pressure it may change, and the process then looks like a new one, once. Reading the real start
 * time would take ten times as long.
 */
function parentProcess(id = process.ppid): ProcessMark {
  return { id, incarnation: new Date(Bun.file(`/proc/${id}`).lastModified).toISOString() };
}
