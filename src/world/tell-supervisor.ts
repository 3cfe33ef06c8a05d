import { writeSync } from "node:fs";

/** The pipe to who runs this process, see {@link import("./run-self.ts").runSelf}. */
const SUPERVISOR = 3;

/** Tells what this process is about to do. Never throws. */
export function tellSupervisor(step: string): void {
  try {
    writeSync(SUPERVISOR, `${step}\n`);
  } catch {
    // Nobody listens.
  }
}
