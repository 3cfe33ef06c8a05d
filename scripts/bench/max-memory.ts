import { rm } from "node:fs/promises";
import type { Contender } from "./contender.ts";
import { median } from "./statistics.ts";

const RUNS = 3;

/**
 * Largest resident set in MB, the median of a few runs; null if it cannot be measured. On Linux it includes what the
 * parent held before exec(2). This process holds more than any measured program, so GNU time starts the program.
 */
export async function maxMemory({ argv, env, prepare }: Contender, cwd: string): Promise<number | null> {
  const time = Bun.which("time") ?? Bun.which("/usr/bin/time");
  if (process.platform === "linux" && time === null) return null;
  const report = `${cwd}/max-rss`;
  const sizes: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    prepare?.();
    const watched =
      process.platform === "linux" ? [time ?? "", "--quiet", "-f", "%M", "-o", report, ...argv] : [...argv];
    const child = Bun.spawn(watched, { env, cwd, stdin: "ignore", stdout: "ignore", stderr: "ignore" });
    await child.exited;
    const inKb = process.platform === "linux" ? Number(await Bun.file(report).text()) : undefined;
    sizes.push(inKb === undefined ? (child.resourceUsage()?.maxRSS ?? Number.NaN) / 1e6 : (inKb * 1024) / 1e6);
  }
  await rm(report, { force: true });
  return median(sizes);
}
