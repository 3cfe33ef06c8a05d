import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { setScene } from "../tests/support/scene.ts";
import { against } from "./bench/against.ts";
import { aroundKubectl } from "./bench/around-kubectl.ts";
import { everyday } from "./bench/everyday.ts";
import { growth } from "./bench/growth.ts";
import { maxMemory } from "./bench/max-memory.ts";
import { takeTurns } from "./bench/measure.ts";
import { compileEmpty, compileTool } from "./bench/programs.ts";
import { describeMachine, readRecord, writeRecord } from "./bench/record.ts";
import { overDistance } from "./bench/over-distance.ts";
import { formatRows, toRows } from "./bench/report.ts";
import { ratio } from "./bench/statistics.ts";
import { stampede } from "./bench/stampede.ts";
import { describeCacheHit } from "./bench/cache-hit.ts";

// `bun run bench`: the cost of each call, compared with an empty program compiled with the same flags. All programs
// take turns, and ratios are computed round by round, so that they hold on a busy machine; times hold on this machine
// only.

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "40" },
    quick: { type: "boolean", default: false },
    growth: { type: "boolean", default: false },
    against: { type: "string" },
    json: { type: "string" },
    baseline: { type: "string" },
  },
});
const rounds = values.quick ? 8 : Number(values.runs);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`invalid --runs "${values.runs}": must be a whole number from 1`);
const before = values.baseline === undefined ? undefined : await readRecord(values.baseline);

await using scene = await setScene();
const { cloud, home } = scene;
// Generating the fake cloud's first keys takes long.
for (const cluster of Object.values(cloud.clusters))
  await cloud.certificates.issue(cloud.identities.alice.owner, cluster);

const tool = await compileTool(home);
const duels = values.against === undefined ? [] : against(resolve(values.against), scene);
const contenders = [
  ...(await everyday(tool, await compileEmpty(home), scene)),
  ...(await aroundKubectl(tool, scene)),
  ...duels.map(({ other }) => other),
  ...(values.growth ? await growth(tool, scene) : []),
];

const samples = await takeTurns(contenders, rounds, cloud, home);
const memory = new Map<string, number | null>();
for (const contender of contenders) memory.set(contender.name, await maxMemory(contender, home));
const rows = toRows(samples, memory);

console.log(`${describeMachine()}; ${rounds} rounds\n`);
console.log(formatRows(rows, before));
console.log();
for (const { ours, other } of duels) {
  const wallOf = (name: string): number[] =>
    [...samples].flatMap(([contender, taken]) => (contender.name === name ? taken.map(({ wallMs }) => wallMs) : []));
  console.log(`- ${ours}: ${ratio(wallOf(ours), wallOf(other.name)).toFixed(2)} × ${other.name}`);
}
const { starts, wallMs, apiCalls, succeeded } = await stampede(tool, scene);
console.log(
  `- ${starts} cold starts at once: ${wallMs.toFixed(0)} ms, ${apiCalls} API call(s), ${succeeded} × exit code 0`,
);
const others = values.against === undefined ? [] : [["the other program", resolve(values.against)] as const];
for (const line of await overDistance([["ack-ram-tool", tool], ...others], scene)) console.log(`- ${line}`);
const [empty, warm] = contenders;
if (empty !== undefined && warm !== undefined) {
  for (const line of await describeCacheHit(warm, empty, scene)) console.log(`- a cache hit's ${line}`);
}
if (values.json !== undefined) await writeRecord(values.json, rounds, rows);
