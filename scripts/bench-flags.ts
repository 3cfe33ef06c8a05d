import { mkdirSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { getCredential, variablesOf } from "../tests/support/command-lines.ts";
import { setScene } from "../tests/support/scene.ts";
import type { Contender } from "./bench/contender.ts";
import { flagVariants } from "./bench/flag-variants.ts";
import { formatTable } from "./bench/format-table.ts";
import { maxMemory } from "./bench/max-memory.ts";
import { takeTurns } from "./bench/measure.ts";
import { compressedSizes } from "./bench/compressed-sizes.ts";
import { compileTool } from "./bench/programs.ts";
import { describeMachine } from "./bench/record.ts";
import { toRows } from "./bench/report.ts";

// `bun run bench:flags`: the same source, built with one flag more or less than the release: what each costs and brings.
// Ratios are against the released flags, round by round. `--sizes` compresses each program too, which takes minutes.

const { values } = parseArgs({
  options: { runs: { type: "string", default: "30" }, sizes: { type: "boolean", default: false } },
});
const rounds = Number(values.runs);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--runs must be a whole number from 1");

await using scene = await setScene();
const { cloud, home } = scene;
const { alice } = cloud.identities;
for (const cluster of Object.values(cloud.clusters)) await cloud.certificates.issue(alice.owner, cluster);
const env = { ...scene.env, ...variablesOf(alice) };
const coldCache = `${home}/cold-cache`;

function warmHit(name: string, tool: string): Contender {
  return { name, argv: [tool, ...getCredential(cloud)], env };
}

function coldCall(name: string, tool: string): Contender {
  const argv: [string, ...string[]] = [tool, ...getCredential(cloud, "--credential-cache-dir", coldCache)];
  return { name, argv, env, apiCalls: 1, prepare: () => rmSync(coldCache, { recursive: true, force: true }) };
}

/** Has a program write down in which order it uses its bytecode. @returns the order files, the cache hit's first */
async function recordOrder(tool: string): Promise<string[]> {
  const files: string[] = [];
  for (const { name, argv, env: variables } of [coldCall("cold", tool), warmHit("fill", tool), warmHit("warm", tool)]) {
    const file = `${home}/order-${name}`;
    await Bun.spawn([...argv], { env: { ...variables, BUN_BYTECODE_ORDER_OUT: file }, stdout: "ignore" }).exited;
    files.unshift(file);
  }
  return files;
}

const programs = new Map<string, string>();
for (const { name, change } of flagVariants(await recordOrder(await compileTool(home)))) {
  const directory = `${home}/variant-${programs.size}`;
  mkdirSync(directory);
  programs.set(name, await compileTool(directory, change));
}

const warmHits = Array.from(programs, ([name, tool]) => warmHit(name, tool));
const coldCalls = Array.from(programs, ([name, tool]) => coldCall(name, tool));
const memory = new Map<string, number | null>();
for (const contender of warmHits) memory.set(contender.name, await maxMemory(contender, home));
const warm = toRows(await takeTurns(warmHits, rounds, cloud, home), memory);
const cold = toRows(await takeTurns(coldCalls, rounds, cloud, home), new Map());

const head = ["flags", "warm: wall", "warm: CPU", "cold: wall", "cold: CPU", "max RSS MB", "program MB"];
const lines: string[][] = [];
for (const [index, { name, wallRatio, cpuRatio, maxRssMb }] of warm.entries()) {
  const path = programs.get(name) ?? "";
  const ratios = [wallRatio, cpuRatio, cold[index]?.wallRatio, cold[index]?.cpuRatio].map((x) => x?.toFixed(2) ?? "–");
  const sizes = values.sizes ? await compressedSizes(path) : [];
  const line = [name, ...ratios, maxRssMb?.toFixed(1) ?? "–", (Bun.file(path).size / 1e6).toFixed(2)];
  lines.push([...line, ...sizes.map((size) => size.toFixed(2))]);
}
console.log(`${describeMachine()}; ${rounds} rounds; ratios against the released flags\n`);
console.log(formatTable(values.sizes ? [...head, "gzip -9 MB", "zstd -19 MB", "xz -6 MB"] : head, lines));
