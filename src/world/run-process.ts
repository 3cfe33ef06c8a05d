import { errnoOf } from "./errno.ts";
import type { NotStarted, ProcessOutcome, ProcessRequest } from "./world.ts";

/** How long to go on reading after the program has ended, ms: other processes may still have its output open. */
const GRACE_MS = 250;

/**
 * Runs a program without a shell and without standard input, and collects what it prints. The program gets its own
 * process group (on Windows a job), which is killed at the end in any case. A child that has left the group may live on
 * and keep the pipes open; that is not waited for.
 */
export async function runProcess({ argv, signal, maxBytes, env }: ProcessRequest): Promise<ProcessOutcome> {
  const windows = process.platform === "win32" ? await import("./windows-job.ts") : undefined;
  windows?.keepStandardStreams();
  let child: ReturnType<typeof start>;
  try {
    child = start([...argv], env);
  } catch (error) {
    return { state: "not-started", reason: notStartedReason(error, argv[0] ?? "") };
  }
  const job = windows?.putIntoJob(child.pid);
  const kill = job?.end ?? ((): void => killGroup(child.pid));
  signal.addEventListener("abort", kill, { once: true });
  if (signal.aborted) kill();
  const outputs = [child.stdout, child.stderr].map((stream) => collect(stream, maxBytes, kill));
  try {
    const exitCode = await child.exited;
    const wasKilledInTime = signal.aborted;
    // Without a job, the children of a program that has ended cannot be found on Windows.
    if (windows === undefined || job !== undefined) kill();
    const graceIsOver = setTimeout(() => outputs.forEach((output) => output.cutOff()), GRACE_MS);
    const [out, err] = await Promise.all(outputs.map(({ text }) => text));
    clearTimeout(graceIsOver);
    if (wasKilledInTime) return { state: "timed-out" };
    if (out === undefined || err === undefined) return { state: "too-much-output" };
    return { state: "exited", exitCode, stdout: out, stderr: err };
  } finally {
    signal.removeEventListener("abort", kill);
  }
}

const REASONS: Readonly<Record<string, NotStarted>> = {
  EACCES: "not-executable",
  EPERM: "not-executable",
  EISDIR: "not-executable",
  ENOEXEC: "no-program",
  EAGAIN: "no-resources",
  ENOMEM: "no-resources",
  EMFILE: "no-resources",
  ENFILE: "no-resources",
};

/** Why a program could not be started. */
export function notStartedReason(error: unknown, program: string): NotStarted {
  const errno = errnoOf(error) ?? "";
  // The system also says ENOENT for a script whose interpreter is missing.
  if (errno === "ENOENT") return Bun.which(program) === null ? absentOrClosed(program) : "no-interpreter";
  return REASONS[errno] ?? "unknown";
}

/** A program that is on the PATH but not executable is reported as not found. */
function absentOrClosed(program: string): NotStarted {
  return /[/\\]/.test(program) && Bun.file(program).size > 0 ? "not-executable" : "absent";
}

function start(argv: string[], env: ProcessRequest["env"]) {
  const ownEnv = env === undefined ? {} : { env: { ...process.env, ...env } };
  return Bun.spawn(argv, {
    ...ownEnv,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    detached: true,
    windowsHide: true,
  });
}

/** The output of a stream. */
interface Output {
  /** The whole output, or undefined if it exceeds the limit. */
  readonly text: Promise<string | undefined>;
  /** Stops reading, and keeps what there is. */
  readonly cutOff: () => void;
}

function collect(stream: ReadableStream<Uint8Array>, maxBytes: number, tooMuch: () => void): Output {
  const reader = stream.getReader();
  const read = async (): Promise<string | undefined> => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(chunks).toString("utf8");
      size += value.byteLength;
      if (size > maxBytes) {
        tooMuch();
        void reader.cancel();
        return undefined;
      }
      chunks.push(value);
    }
  };
  return { text: read(), cutOff: () => void reader.cancel() };
}

function killGroup(pid: number): void {
  try {
    if (process.platform === "win32") {
      Bun.spawnSync(["taskkill", "/T", "/F", "/PID", String(pid)], { stdout: "ignore", stderr: "ignore" });
    } else {
      process.kill(-pid, "SIGKILL");
    }
  } catch {
    // The group is already gone.
  }
}
