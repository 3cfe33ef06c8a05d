import { $ } from "bun";

/** Runs a step of a rehearsal and prints its result. @throws whatever the step throws, after printing it */
export async function step(name: string, run: () => PromiseLike<unknown>): Promise<void> {
  const start = Date.now();
  try {
    await run();
  } catch (error) {
    const output = error instanceof $.ShellError ? error.stdout.toString() + error.stderr.toString() : error;
    console.error(`FAILED ${name}`, output);
    throw error;
  }
  console.log(`ok     ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}
