import { parseArgs } from "node:util";
import { loadProgram } from "../tests/simulation/load-program.ts";
import { simulate } from "../tests/simulation/simulate.ts";

// `bun run simulate --seeds 100000 [--from 1]`: many runs of the simulation; `--seed N` replays one and prints its
// steps.

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
  },
});

await loadProgram();
const first = Number(values.seed ?? values.from);
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first;
const failures = new Map<string, number>();
const total = { processes: 0, killed: 0, steps: 0, calls: 0 };

for (let seed = first; seed <= last; seed += 1) {
  try {
    const run = await simulate(seed, values.seed === undefined ? () => undefined : console.log);
    for (const name of ["processes", "killed", "steps", "calls"] as const) total[name] += run[name];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Prints one failure of each kind: the others differ in numbers only.
    const kind = message.replaceAll(/\d+/g, "#");
    if (!failures.has(kind)) console.log(`${message}\n`);
    failures.set(kind, (failures.get(kind) ?? 0) + 1);
  }
}

const failed = failures.values().reduce((sum, count) => sum + count, 0);
const { processes, killed, steps, calls } = total;
console.log(
  `${last - first + 1} runs, ${failed} failed: ${processes} processes (${killed} killed), ${steps} steps, ${calls} API calls`,
);
process.exitCode = failed === 0 ? 0 : 1;
