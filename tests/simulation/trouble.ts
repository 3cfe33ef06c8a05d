import { OWN_UID } from "../support/memory-files.ts";
import type { Random } from "./random.ts";
import type { Weather } from "./virtual-cloud.ts";
import type { Machine } from "./virtual-process.ts";

/** What may stand in the program's way; each run has some of it, and many have nothing. */
export const TROUBLES = [
  "weather",
  "kills",
  "clock",
  "full disk",
  "unreadable files",
  "slow files",
  "lost locks",
  "another user's files",
] as const;
export type Trouble = (typeof TROUBLES)[number];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const WEATHERS: readonly [Weather, ...Weather[]] = [
  "refused",
  "silent",
  "answer-lost",
  "unavailable",
  "throttled",
  "forbidden",
];

/** Makes some of the troubles that a run has, and ends the others. */
export function makeTrouble(machine: Machine, troubles: ReadonlySet<Trouble>, random: Random): void {
  const { cloud, disk } = machine;
  const has = (trouble: Trouble): boolean => troubles.has(trouble) && random.chance(0.6);
  cloud.weather = has("weather") ? random.pick(WEATHERS) : "fair";
  cloud.latencyMs = random.pick([20, 300, 900]);
  machine.killChance = has("kills") ? random.pick([0.005, 0.03, 0.15]) : 0;
  const offset = random.pick([SECOND, 6 * MINUTE, 10 * MINUTE, 3 * HOUR, DAY, 400 * DAY]);
  machine.clockOffset = has("clock") ? offset * random.pick([1, -1]) : 0;
  disk.trouble.full = has("full disk");
  disk.trouble.unreadable = has("unreadable files")
    ? random.pick([".json", ".failure", ".callers", "config.json"])
    : undefined;
  disk.trouble.slowMs = has("slow files") ? random.pick([100, 3 * SECOND, 20 * SECOND]) : 0;
  disk.trouble.losesLocks = has("lost locks");
  if (has("another user's files")) plantFiles(machine);
}

/** Ends all of it. */
export function endTrouble(machine: Machine): void {
  machine.cloud.weather = "fair";
  machine.cloud.latencyMs = 300;
  machine.killChance = 0;
  machine.clockOffset = 0;
  Object.assign(machine.disk.trouble, { full: false, unreadable: undefined, slowMs: 0, losesLocks: false });
}

/** Whether nothing stands in the way of a command that starts now. */
export function isFair({ cloud, disk, killChance, clockOffset }: Machine): boolean {
  const { full, unreadable, slowMs, losesLocks } = disk.trouble;
  const isDiskWell = !full && unreadable === undefined && slowMs === 0 && !losesLocks;
  return isDiskWell && cloud.weather === "fair" && killChance === 0 && clockOffset === 0;
}

/** The troubles of the moment, for the story of a run. */
export function describeTrouble({ cloud, disk, killChance, clockOffset }: Machine): string {
  return JSON.stringify({ weather: cloud.weather, killChance, clockOffset, ...disk.trouble });
}

/** Another user puts a certificate of one identity in the place of those of the others. */
function plantFiles({ disk }: Machine): void {
  const [first, ...others] = [...disk.files].filter(
    ([path, { uid }]) => uid === OWN_UID && /-[0-9a-f]{32}\.json$/.test(path),
  );
  for (const [path] of others) disk.files.set(path, { content: first?.[1].content ?? "", mode: 0o644, uid: 1001 });
}
