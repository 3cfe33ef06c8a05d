import { ToolError } from "./errors/tool-error.ts";
import type { HotPathFiles, World } from "./world/world.ts";

/** The time limit of a whole command, shared by files, locks, programs and the network. */
export interface Deadline {
  /** The limit as the user gave it, for messages: `--timeout 5s`. */
  readonly limit: string;
  /** Aborts when the time is up. */
  readonly signal: AbortSignal;
  /** ms left, never negative; measured by a monotonic clock. */
  readonly remaining: () => number;
  /**
   * Runs a step, and measures how long it takes.
   * @param what in words: `reading /home/alice/.aliyun/config.json`
   * @throws ToolError `timeout`, which names the step, if the deadline comes first; the step itself is not stopped
   */
  readonly step: <T>(what: string, work: () => Promise<T>) => Promise<T>;
  /** The error for a step that can no longer start: it names the step that took most of the time. */
  readonly spent: (next: string) => ToolError;
  /** The same deadline, but no later than this many ms from now. */
  readonly endingIn: (ms: number) => Deadline;
}

type DeadlinePorts = Pick<World, "elapsed" | "timeoutSignal">;

/** The longest step so far. */
interface Longest {
  what: string;
  ms: number;
}

/**
 * A deadline that starts now.
 * @param timeout the value of `--timeout`, as the user wrote it
 * @param ms the same in ms
 */
export function startDeadline(timeout: string, ms: number, ports: DeadlinePorts): Deadline {
  return deadlineAt(ports.elapsed() + ms, `--timeout ${timeout}`, { what: "", ms: 0 }, ports);
}

function deadlineAt(end: number, limit: string, longest: Longest, ports: DeadlinePorts): Deadline {
  let signal: AbortSignal | undefined;
  const remaining = (): number => {
    const left = end - ports.elapsed();
    return left > 0 ? left : 0;
  };
  return {
    limit,
    remaining,
    get signal() {
      // Created on demand: a cache hit does not need it.
      return (signal ??= ports.timeoutSignal(remaining()));
    },
    async step(what, work) {
      // Not started after the deadline: nothing would handle its failure.
      if (this.signal.aborted) throw tooLong(what, limit);
      const began = ports.elapsed();
      try {
        return await beforeEnd(this.signal, work(), () => tooLong(what, limit));
      } finally {
        const ms = ports.elapsed() - began;
        if (ms > longest.ms) Object.assign(longest, { what, ms });
      }
    },
    spent: (next) =>
      new ToolError({
        code: "timeout",
        message:
          longest.what === ""
            ? `no time was left for ${next} (${limit})`
            : `no time was left for ${next}: ${longest.what} took ${inSeconds(longest.ms)} (${limit})`,
        hint: "find out why that is slow, or allow more time with --timeout",
      }),
    endingIn: (ms) => deadlineAt(Math.min(end, ports.elapsed() + ms), limit, longest, ports),
  };
}

function tooLong(what: string, limit: string): ToolError {
  return new ToolError({
    code: "timeout",
    message: `${what} did not end in time (${limit})`,
    hint: "find out why that is slow, or allow more time with --timeout",
  });
}

async function beforeEnd<T>(signal: AbortSignal, work: Promise<T>, late: () => ToolError): Promise<T> {
  const { promise: end, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(late());
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, end]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function inSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/**
 * The files, with reads, status and overwrites limited by the deadline: a pipe or a slow file system can take long.
 */
export function filesWithin(deadline: Deadline, files: HotPathFiles): HotPathFiles {
  return {
    ...files,
    readText: (path) => deadline.step(`reading ${path}`, () => files.readText(path)),
    status: (path) => deadline.step(`looking at ${path}`, () => files.status(path)),
    overwriteOwnFile: (path, text) => deadline.step(`writing ${path}`, () => files.overwriteOwnFile(path, text)),
  };
}
