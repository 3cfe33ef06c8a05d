import type { ProcessOutcome, ProcessRequest } from "./world.ts";

/**
 * Runs a program without a shell and without standard input, and collects what it prints. The program gets a process
 * group of its own, and the whole group is killed when it is over, whichever way: a child that outlives its parent
 * would hold the pipes open.
 */
export async function runProcess({ argv, signal, maxBytes }: ProcessRequest): Promise<ProcessOutcome> {
  let child: ReturnType<typeof start>;
  try {
    child = start([...argv]);
  } catch {
    return { state: "not-started" };
  }
  const kill = (): void => killGroup(child.pid);
  signal.addEventListener("abort", kill, { once: true });
  if (signal.aborted) kill();
  try {
    const [stdout, stderr] = [collect(child.stdout, maxBytes, kill), collect(child.stderr, maxBytes, kill)];
    const exitCode = await child.exited;
    kill();
    const [out, err] = [await stdout, await stderr];
    if (signal.aborted) return { state: "timed-out" };
    if (out === undefined || err === undefined) return { state: "too-much-output" };
    return { state: "exited", exitCode, stdout: out, stderr: err };
  } finally {
    signal.removeEventListener("abort", kill);
  }
}

function start(argv: string[]) {
  return Bun.spawn(argv, { stdin: "ignore", stdout: "pipe", stderr: "pipe", detached: true });
}

/** Everything that comes, or undefined when it is more than the cap. */
async function collect(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  tooMuch: () => void,
): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      tooMuch();
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function killGroup(pid: number): void {
  try {
    if (process.platform === "win32") {
      Bun.spawnSync(["taskkill", "/T", "/F", "/PID", String(pid)], { stdout: "ignore", stderr: "ignore" });
    } else {
      process.kill(-pid, "SIGKILL");
    }
  } catch {
    // The group is gone already.
  }
}
