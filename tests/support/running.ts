import { readFileSync } from "node:fs";

/** Whether a process is still doing something: one that nobody has buried yet is dead all the same. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}

/** Those of the processes that are still running after a while; killing takes its time on a busy machine. */
export async function survivors(pids: readonly number[]): Promise<readonly number[]> {
  for (let tries = 0; tries < 100 && pids.some(isRunning); tries += 1) await Bun.sleep(50);
  return pids.filter(isRunning);
}
