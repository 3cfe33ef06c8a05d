import { writeSync } from "node:fs";

/** The pipe to the supervising process, see {@link import("./run-self.ts").runSelf}. */
const SUPERVISOR = 3;

/** Reports what this process is about to do. Never throws. */
export function tellSupervisor(step: string): void {
  try {
    writeSync(SUPERVISOR, `${step}\n`);
  } catch {
    // Nobody is listening.
  }
}
