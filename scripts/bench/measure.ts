import { copyFileSync } from "node:fs";
import type { FakeCloud } from "../../tests/fakes/cloud/start-fake-cloud.ts";
import type { Contender } from "./contender.ts";

/** The cost of one run. */
export interface Sample {
  /** From before the start to after the end, ms. */
  readonly wallMs: number;
  /** Of all its threads and children, in user and system mode, ms. */
  readonly cpuMs: number;
}

/** The runs of each contender, round by round. */
export type Samples = ReadonlyMap<Contender, readonly Sample[]>;

/**
 * The number of copies of each program that take turns. Depending on where the kernel keeps a file, a program may be a
 * tenth, sometimes a third, slower than the same bytes in another file.
 */
const COPIES = 4;

/**
 * Runs all programs in turn, round by round, so that other load on the machine affects all of them alike. The first
 * rounds only fill the caches, and are not counted.
 * @throws Error if a run had an unexpected result
 */
export async function takeTurns(
  contenders: readonly Contender[],
  rounds: number,
  cloud: FakeCloud,
  cwd: string,
): Promise<Samples> {
  const samples = new Map(contenders.map((contender): [Contender, Sample[]] => [contender, []]));
  const programs = new Set(contenders.map(({ argv: [program] }) => program));
  const copies = new Map(Array.from(programs, (program) => [program, makeCopies(program, cwd)]));
  const runCopy = async (contender: Contender, round: number) => {
    const [program, ...args] = contender.argv;
    const copy = copies.get(program)?.[round % COPIES] ?? program;
    return await run({ ...contender, argv: [copy, ...args] }, cwd);
  };
  for (let round = 0; round < COPIES; round += 1) {
    for (const contender of contenders) await runCopy(contender, round);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of shuffled(contenders)) {
      const callsBefore = countCalls(cloud);
      const { sample, exitCode, stderr } = await runCopy(contender, round);
      const calls = countCalls(cloud) - callsBefore;
      if (exitCode !== (contender.exitCode ?? 0) || calls !== (contender.apiCalls ?? 0)) {
        throw new Error(`${contender.name}: exit code ${exitCode}, ${calls} API calls: ${stderr}`);
      }
      samples.get(contender)?.push(sample);
    }
  }
  return samples;
}

/** The order differs each round: the program after kubectl finds memory and caches as kubectl left them. */
function shuffled<T>(list: readonly T[]): readonly T[] {
  const keyed = list.map((item) => ({ item, key: Math.random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

/** Copies of a program compiled for the benchmark; others are used as they are. */
function makeCopies(program: string, directory: string): readonly string[] {
  if (!program.startsWith(`${directory}/`)) return [];
  return Array.from({ length: COPIES }, (_, number) => {
    const copy = `${program}-${number}`;
    copyFileSync(program, copy);
    return copy;
  });
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
