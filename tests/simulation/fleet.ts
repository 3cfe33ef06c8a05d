import { OWN_UID } from "../support/memory-files.ts";
import { CACHE_FOLDER, createPeople } from "./people.ts";
import { seededRandom } from "./random.ts";
import { Scheduler } from "./scheduler.ts";
import { createVirtualCloud } from "./virtual-cloud.ts";
import { VirtualDisk } from "./virtual-disk.ts";
import { startProcess, type VirtualProcess } from "./virtual-process.ts";

const START = Date.parse("2026-03-01T08:00:00Z");

/** Many machines of one account that need a new certificate at about the same time. */
export interface Fleet {
  readonly machines: number;
  /** In what time all of them begin, evenly distributed by chance, ms. */
  readonly spreadMs: number;
  /** The account's quota. */
  readonly callsPerSecond: number;
  /** Whether the API says when it takes calls again. */
  readonly saysTimeLeft: boolean;
  readonly seed: number;
}

/** What came of it. */
export interface FleetOutcome {
  readonly succeeded: number;
  /** How many calls were made for a certificate, refused ones included. */
  readonly callsPerCertificate: number;
  /** How long a machine waited, ms. */
  readonly longestWaitMs: number;
}

/** Each machine runs the program once, with nothing in its cache, in virtual time. */
export async function simulateFleet(fleet: Fleet): Promise<FleetOutcome> {
  const random = seededRandom(fleet.seed);
  const scheduler = new Scheduler(random, START);
  const cloud = await createVirtualCloud(scheduler, random);
  cloud.callsPerSecond = fleet.callsPerSecond;
  cloud.saysTimeLeft = fleet.saysTimeLeft;
  const [alice] = createPeople(cloud);
  const argv = ["credential-plugin", "get-credential", "--cluster-id", cloud.clusters.production.id];
  const processes: VirtualProcess[] = [];
  const running = new Set<VirtualProcess>();
  const start = (): void => {
    const disk = new VirtualDisk(() => undefined);
    disk.set(`${CACHE_FOLDER}/.keep`, { content: "", mode: 0o600, uid: OWN_UID });
    const machine = { scheduler, disk, cloud, random, clockOffset: 0, killChance: 0, programs: {} };
    const process = startProcess(machine, { argv, env: alice.env, parent: 1 });
    processes.push(process);
    running.add(process);
  };
  for (let index = 0; index < fleet.machines; index += 1) {
    scheduler.after(start, random.between(0, fleet.spreadMs), start);
  }

  const isAtWork = (): boolean =>
    [...running].some((process) => process.state === "running" && !scheduler.isWaiting(process));
  while ((running.size > 0 || processes.length < fleet.machines) && (await scheduler.step(isAtWork))) {
    for (const process of running) if (process.state !== "running") running.delete(process);
  }
  const succeeded = processes.filter(({ exitCode, stdout }) => exitCode === 0 && stdout.length === 1).length;
  return {
    succeeded,
    callsPerCertificate: cloud.calls.length / succeeded,
    longestWaitMs: Math.max(...processes.map(({ startedAt, endedAt = Infinity }) => endedAt - startedAt)),
  };
}
