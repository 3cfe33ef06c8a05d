import { shellWord } from "../errors/quote-shell-word.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { LoadContext } from "./load-context.ts";

const POLL_MS = 50;

/**
 * Runs work while holding the lock on a file. Waits for the lock until the deadline; where locking is impossible, runs
 * without it.
 * @throws ToolError `timeout` naming the lock if another process does not release it
 */
export async function withFileLock<T>(
  path: string,
  { tryLock, sleep, deadline }: Pick<LoadContext, "tryLock" | "sleep" | "deadline">,
  work: () => Promise<T>,
): Promise<T> {
  let attempt = await tryLock(path);
  while (attempt.state === "busy") {
    if (deadline.remaining() === 0) throw stillLocked(path, deadline.limit);
    await sleep(POLL_MS, deadline.signal);
    attempt = await tryLock(path);
  }
  try {
    return await work();
  } finally {
    if (attempt.state === "held") attempt.release();
  }
}

function stillLocked(path: string, limit: string): ToolError {
  return new ToolError({
    code: "timeout",
    message: `another process did not release the lock ${path} in time (${limit})`,
    hint: `end the process that holds it; to find it: fuser ${shellWord(path)}`,
  });
}
