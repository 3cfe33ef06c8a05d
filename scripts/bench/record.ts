import { cpus } from "node:os";
import * as v from "valibot";
import type { Row } from "./report.ts";

const rowSchema = v.object({
  name: v.string(),
  wallMs: v.object({ median: v.number(), min: v.number(), max: v.number() }),
  wallRatio: v.number(),
  cpuMs: v.number(),
  cpuRatio: v.number(),
  maxRssMb: v.nullable(v.number()),
});
const recordSchema = v.object({ machine: v.string(), rounds: v.number(), rows: v.array(rowSchema) });

/** This machine, for a report. */
export function describeMachine(): string {
  const processors = cpus();
  return `${process.platform} ${process.arch}, ${processors.length} × ${processors[0]?.model ?? "CPU"}, Bun ${Bun.version}`;
}

/** Saves figures for a later comparison. */
export async function writeRecord(path: string, rounds: number, rows: readonly Row[]): Promise<void> {
  await Bun.write(path, `${JSON.stringify({ machine: describeMachine(), rounds, rows }, null, 2)}\n`);
}

/** Saved figures. Ratios can be compared across machines, times cannot. @throws Error if the file is not a record */
export async function readRecord(path: string): Promise<readonly Row[]> {
  const { rows } = v.parse(recordSchema, await Bun.file(path).json());
  return rows;
}
