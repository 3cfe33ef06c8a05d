import type { FakeCloud } from "../../tests/fakes/cloud/start-fake-cloud.ts";
import type { Contender } from "./contender.ts";

/** What one run took. */
export interface Sample {
  /** From before the start to after the end, ms. */
  readonly wallMs: number;
  /** Of all its threads and children, in user and system mode, ms. */
  readonly cpuMs: number;
}

/** The runs of each contender, round by round. */
export type Samples = ReadonlyMap<Contender, readonly Sample[]>;

/**
 * Runs all programs in turn, round after round, so that whatever the machine does besides hits all of them alike. One more
 * round goes before, to fill the caches.
 * @throws Error when a run did not do what it was to do
 */
export async function takeTurns(
  contenders: readonly Contender[],
  rounds: number,
  cloud: FakeCloud,
  cwd: string,
): Promise<Samples> {
  const samples = new Map(contenders.map((contender): [Contender, Sample[]] => [contender, []]));
  for (const contender of contenders) await run(contender, cwd);
  for (let round = 0; round < rounds; round += 1) {
    for (const [contender, taken] of samples) {
      const callsBefore = countCalls(cloud);
      const { sample, exitCode, stderr } = await run(contender, cwd);
      const calls = countCalls(cloud) - callsBefore;
      if (exitCode !== (contender.exitCode ?? 0) || calls !== (contender.apiCalls ?? 0)) {
        throw new Error(`${contender.name}: exit code ${exitCode}, ${calls} API calls: ${stderr}`);
      }
      taken.push(sample);
    }
  }
  return samples;
}

async function run({ argv, env, prepare }: Contender, cwd: string) {
  prepare?.();
  const start = performance.now();
  const child = Bun.spawn([...argv], { env: { ...env }, cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const exitCode = await child.exited;
  const wallMs = performance.now() - start;
  const cpuMs = Number(child.resourceUsage()?.cpuTime.total ?? Number.NaN) / 1000;
  return { sample: { wallMs, cpuMs }, exitCode, stderr: await child.stderr.text() };
}

function countCalls({ requests }: FakeCloud): number {
  return requests.count("cs") + requests.count("sts");
}
