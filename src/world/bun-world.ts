import { closeSync, constants, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { readText } from "./read-text.ts";
import { writeStdout } from "./write-stdout.ts";
import type { World } from "./world.ts";

/**
 * The real world, through Bun's own functions wherever they are cheaper: each `node:` module is loaded code (`node:crypto`
 * 4 ms, `process.stdout` 18 ms), and the warm path pays for it on every kubectl call. Files are read through `node:fs` all
 * the same: `Bun.file()` answers from a thread pool, and starting and waiting for that costs more than loading `node:fs`.
 */
export function bunWorld(): World {
  return {
    argv: process.argv.slice(2),
    env: process.env,
    platform: { os: process.platform, arch: process.arch, uid: process.getuid?.() },
    executable: process.execPath,
    cwd,
    now: () => Date.now(),
    sleep,
    nonce: () => crypto.randomUUID(),
    fraction: () => Math.random(),
    files: {
      readText,
      status: async (path) => {
        const stat = statSync(path);
        return { isFile: stat.isFile(), size: stat.size, mode: stat.mode & 0o7777, uid: stat.uid };
      },
      writeNote,
    },
    fileWriter: async () => (await import("./private-files.ts")).privateFiles,
    fetch: (url, init) => fetch(url, init),
    runProcess: async (request) => (await import("./run-process.ts")).runProcess(request),
    tryLock: async (path) => (await import("./sqlite-lock.ts")).tryLock(path),
    isTerminal: async (stream) => (await import("node:tty")).isatty(stream === "stdout" ? 1 : 2),
    parentProcess,
    silencePackages: () => {
      process.noDeprecation = true;
      // The `debug` package prints whole requests, secrets and all, for whoever has DEBUG=* in the environment.
      delete process.env["DEBUG"];
    },
    stdout: writeStdout,
    stderr: (text) => console.error(text),
  };
}

/** Windows lacks the last two; there, undefined adds nothing. */
const NOTE_FLAGS =
  constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Neither follows a link that somebody put there, nor waits for the reader of a pipe. */
async function writeNote(path: string, text: string): Promise<void> {
  const fd = openSync(path, NOTE_FLAGS, 0o600);
  try {
    writeFileSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** `.` where the working directory is gone: only a relative path would need it. */
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
 * `pid`, and on Linux its command name and start time (fields 1, 2 and 22 of proc(5)'s stat), so that neither a later
 * process with the same id nor a program that replaced the first one by exec(2) passes for it.
 */
async function parentProcess(): Promise<string> {
  const pid = String(process.ppid);
  if (process.platform !== "linux") return pid;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const nameEnd = stat.lastIndexOf(")");
    return `${stat.slice(0, nameEnd + 1)} ${stat.slice(nameEnd + 2).split(" ")[19] ?? ""}`;
  } catch {
    return pid;
  }
}
