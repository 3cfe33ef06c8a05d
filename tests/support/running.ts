import { existsSync, readFileSync } from "node:fs";

/** Whether a process is running. A zombie is not. */
function isRunning(pid: number): boolean {
  const state = existsSync("/proc/self/stat") ? stateInProc(pid) : stateByPs(pid);
  return state !== "" && state !== "Z";
}

function stateInProc(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
  } catch {
    return "";
  }
}

/** Where there is no /proc, as on macOS. @throws Error where there is no `ps` either: nothing would be tested */
function stateByPs(pid: number): string {
  return Bun.spawnSync(["ps", "-o", "stat=", "-p", String(pid)])
    .stdout.toString()
    .trim()
    .slice(0, 1);
}

/** The processes that are still running after a while: killing takes its time on a busy machine. */
export async function survivors(pids: readonly number[]): Promise<readonly number[]> {
  for (let tries = 0; tries < 100 && pids.some(isRunning); tries += 1) await Bun.sleep(50);
  return pids.filter(isRunning);
}
