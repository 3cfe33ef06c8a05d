import { formatTable } from "./format-table.ts";
import type { Samples } from "./measure.ts";
import { ratio, type Spread, spread } from "./statistics.ts";

/** One contender's figures. */
export interface Row {
  readonly name: string;
  readonly wallMs: Spread;
  /** Ratio to the first contender, round by round. */
  readonly wallRatio: number;
  readonly cpuMs: number;
  readonly cpuRatio: number;
  /** Largest resident set; null if it cannot be measured. */
  readonly maxRssMb: number | null;
}

/** Figures of each contender against the first one. */
export function toRows(samples: Samples, memory: ReadonlyMap<string, number | null>): readonly Row[] {
  const [first = []] = samples.values();
  const wall = first.map(({ wallMs }) => wallMs);
  const cpu = first.map(({ cpuMs }) => cpuMs);
  return Array.from(samples, ([{ name }, taken]) => {
    const walls = taken.map(({ wallMs }) => wallMs);
    const cpus = taken.map(({ cpuMs }) => cpuMs);
    return {
      name,
      wallMs: spread(walls),
      wallRatio: ratio(walls, wall),
      cpuMs: spread(cpus).median,
      cpuRatio: ratio(cpus, cpu),
      maxRssMb: memory.get(name) ?? null,
    };
  });
}

/** Markdown; with an earlier record, a last column shows how the ratio to the empty program has changed. */
export function formatRows(rows: readonly Row[], before: readonly Row[] | undefined): string {
  const earlier = new Map(before?.map((row) => [row.name, row.wallRatio]));
  const head = ["", "wall ms: median (min–max)", "× empty", "CPU ms", "× empty", "max RSS MB"];
  return formatTable(
    before === undefined ? head : [...head, "before: × empty"],
    rows.map(({ name, wallMs, wallRatio, cpuMs, cpuRatio, maxRssMb }) => [
      name,
      `${wallMs.median.toFixed(1)} (${wallMs.min.toFixed(1)}–${wallMs.max.toFixed(1)})`,
      wallRatio.toFixed(2),
      cpuMs.toFixed(1),
      cpuRatio.toFixed(2),
      maxRssMb?.toFixed(1) ?? "–",
      earlier.get(name)?.toFixed(2) ?? "–",
    ]),
  );
}
