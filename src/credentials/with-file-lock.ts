import type { LoadPorts } from "./load-ports.ts";

const POLL_MS = 50;

/**
 * Does something while no other process does the same. Waits for the lock as long as the command's deadline allows; where
 * there can be no lock, goes on without.
 */
export async function withFileLock<T>(
  path: string,
  { tryLock, sleep, deadline }: Pick<LoadPorts, "tryLock" | "sleep" | "deadline">,
  work: () => Promise<T>,
): Promise<T> {
  let attempt = await tryLock(path);
  while (attempt.state === "busy" && deadline.remaining() > 0) {
    await sleep(POLL_MS, deadline.signal);
    attempt = await tryLock(path);
  }
  try {
    return await work();
  } finally {
    if (attempt.state === "held") attempt.release();
  }
}
