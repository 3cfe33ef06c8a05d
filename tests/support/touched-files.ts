import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a program did with a file's name, as the kernel saw it. */
export interface FileTouch {
  /** The system call: `openat`, `statx`, `execve`, … */
  readonly call: string;
  /** As the program gave it; a process's own folder is `/proc/PID/…` whatever its id. */
  readonly path: string;
  /** False when the call failed: most often the file is not there. */
  readonly succeeded: boolean;
}

/** Everything about files in one run of a program. */
export interface FileTrace {
  readonly touches: readonly FileTouch[];
  /** Bytes that came out of files, pipes and sockets. */
  readonly bytesRead: number;
}

const STRACE = Bun.which("strace") ?? Bun.which("/usr/bin/strace");

/** Whether files can be watched here: there is strace, and it may trace (some containers forbid it). */
export const CAN_TRACE: boolean =
  STRACE !== null &&
  Bun.spawnSync([STRACE, "-o", "/dev/null", "true"], { stdout: "ignore", stderr: "ignore" }).exitCode === 0;

export async function traceFiles(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<FileTrace> {
  const directory = await mkdtemp(join(tmpdir(), "file-trace-"));
  try {
    // A file per thread: no line is torn in two by another thread.
    const trace = ["-ff", "-o", join(directory, "thread"), "-e", "trace=%file,read,pread64", "-s", "4096"];
    const child = Bun.spawn([STRACE ?? "strace", ...trace, ...argv], {
      env: { ...env },
      cwd,
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
    });
    await child.exited;
    const threads = await readdir(directory);
    const lines = await Promise.all(threads.map((name) => Bun.file(join(directory, name)).text()));
    return parseTrace(lines.join(""));
  } finally {
    await rm(directory, { recursive: true });
  }
}

function parseTrace(text: string): FileTrace {
  const touches: FileTouch[] = [];
  let bytesRead = 0;
  for (const line of text.split("\n")) {
    const [, call = "", firstArguments = "", result = ""] = /^(\w+)\((.*)\)\s+= (-?\d+|\?)/.exec(line) ?? [];
    if (call === "read" || call === "pread64") bytesRead += Math.max(0, Number(result));
    else if (call !== "") {
      const path = /"((?:[^"\\]|\\.)*)"/.exec(firstArguments)?.[1] ?? "";
      // A look at a descriptor names no path: the file counted when it was opened.
      if (path !== "")
        touches.push({ call, path: path.replace(/^\/proc\/\d+\//, "/proc/PID/"), succeeded: !result.startsWith("-") });
    }
  }
  return { touches, bytesRead };
}

/** What the first program did with files that the second did not do. */
export function touchesBesides({ touches }: FileTrace, other: FileTrace): readonly FileTouch[] {
  const known = new Set(other.touches.map(nameOf));
  return touches.filter((touch) => !known.has(nameOf(touch)));
}

function nameOf({ call, path, succeeded }: FileTouch): string {
  return `${call} ${path} ${succeeded}`;
}
