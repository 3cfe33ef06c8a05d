import type { IssuedCertificate } from "../fakes/cloud/cluster-certificates.ts";
import type { Cluster } from "../fakes/cloud/model.ts";
import { OWN_UID } from "../support/memory-files.ts";
import { type Command, createJudge, Violation } from "./judge.ts";
import { createPeople, mayHave, type Person, programs, TOKEN_FILE } from "./people.ts";
import { type Random, seededRandom } from "./random.ts";
import { Scheduler } from "./scheduler.ts";
import { isLossExcused, renewLikeTheCli, signIn } from "./sign-in.ts";
import { describeTrouble, endTrouble, isFair, makeTrouble, type Trouble, TROUBLES } from "./trouble.ts";
import { createVirtualCloud } from "./virtual-cloud.ts";
import { VirtualDisk } from "./virtual-disk.ts";
import { killProcess, type Machine, startProcess, type VirtualProcess } from "./virtual-process.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** True time at the beginning of every run. */
const START = Date.parse("2026-03-01T08:00:00Z");

/** A service's refusal may be remembered for this long, ms. */
const REMEMBERED_FOR = 6 * SECOND;

/** Hears of everything that happens in a run. */
export type Tell = (line: string) => void;

/** What a run saw, for figures. */
export interface Summary {
  readonly processes: number;
  readonly killed: number;
  readonly steps: number;
  readonly calls: number;
}

/**
 * One run: some rounds of commands on one machine, with whatever the seed puts in their way, and a last round in which all
 * is well again. The same seed is the same run.
 * @throws Violation naming the seed
 */
export async function simulate(seed: number, tell: Tell = () => undefined): Promise<Summary> {
  try {
    return await new Simulation(seededRandom(seed), tell).run();
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    throw new Violation(`seed ${seed}: ${error.message}\nreplay it: bun run simulate --seed ${seed}`, { cause: error });
  }
}

/** How a command is called; the rest follows from who calls it. */
interface Call {
  readonly flags?: readonly string[];
  readonly timeoutMs?: number;
  readonly isPluginCall?: boolean;
  readonly parent?: number;
  readonly mustSucceed?: boolean;
}

class Simulation {
  private readonly random: Random;
  private readonly tell: Tell;
  private readonly scheduler: Scheduler;
  private readonly disk: VirtualDisk;
  private readonly troubles: ReadonlySet<Trouble>;
  private readonly commands: Command[] = [];
  private readonly running = new Set<Command>();
  private readonly judge = createJudge(
    () => this.machine.cloud,
    () => this.scheduler.now,
    () => this.isClearing(),
  );
  private machine!: Machine;
  private people!: readonly [Person, ...Person[]];
  private steps = 0;
  private cliRuns = 0;
  private readonly clearing: VirtualProcess[] = [];
  /** From when on no failure is remembered any more. */
  private forgottenAt = 0;

  constructor(random: Random, tell: Tell) {
    this.random = random;
    this.tell = tell;
    this.scheduler = new Scheduler(random, START);
    this.disk = new VirtualDisk(this.judge.observe);
    const isCalm = random.chance(0.25);
    this.troubles = new Set(TROUBLES.filter(() => !isCalm && random.chance(0.35)));
  }

  async run(): Promise<Summary> {
    const { scheduler, disk, random } = this;
    const cloud = await createVirtualCloud(scheduler, random);
    this.machine = { scheduler, disk, cloud, random, clockOffset: 0, killChance: 0, programs: programs(cloud) };
    this.people = createPeople(cloud);
    signIn(this.machine, random.pick([60, 1500, 3600]));
    this.mountToken();

    const rounds = random.between(1, 5);
    for (let round = 0; round < rounds; round += 1) {
      await this.round();
      scheduler.now += random.pick([0, SECOND, MINUTE, 10 * MINUTE, 2 * HOUR, 2.7 * HOUR, 10 * HOUR, 4 * DAY]);
    }
    await this.allIsWell();
    return {
      processes: this.commands.length,
      killed: this.commands.filter(({ process }) => process.state === "killed").length,
      steps: this.steps,
      calls: cloud.calls.length,
    };
  }

  /** A burst of commands, with trouble before and in the middle of it. */
  private async round(): Promise<void> {
    const { random, scheduler, machine } = this;
    const spread = random.pick([0, 200, 3 * SECOND, 20 * SECOND]);
    const soon = (): number => random.between(0, spread);
    const trouble = (): void => {
      makeTrouble(machine, this.troubles, random);
      this.tell(describeTrouble(machine));
    };
    trouble();
    const isFairRound = isFair(machine);
    if (isFairRound) this.signInAgain();
    const people = random.chance(0.5) ? ([random.pick(this.people)] as const) : this.people;
    for (let count = random.pick([1, 2, 3, 5, 8, 12]); count > 0; count -= 1) {
      scheduler.after(this, soon(), () => this.startAny(random.pick(people), isFairRound));
    }
    if (!isFairRound) scheduler.after(this, soon() + SECOND, trouble);
    if (random.chance(0.3)) scheduler.after(this, soon(), () => this.startCli());
    if (random.chance(0.1)) scheduler.after(this, soon(), () => this.clearCache());
    if (random.chance(0.1)) {
      // A pod whose token is mounted a moment too late.
      this.disk.set(TOKEN_FILE, undefined);
      scheduler.after(this, random.between(0, 3 * SECOND), () => this.mountToken());
    }
    await this.untilAllHaveEnded();
    if (!isFairRound) this.forgottenAt = scheduler.now + REMEMBERED_FOR;
  }

  private startAny(person: Person, isFairRound: boolean): void {
    const { random, machine, scheduler } = this;
    const { production, staging } = machine.cloud.clusters;
    const cluster = random.pick([production, production, staging]);
    const seconds = random.pick([1, 2, 20, 60, 60]);
    const flag = random.pick([undefined, undefined, undefined, undefined, "--force-refresh", "--no-cache"]);
    const isUndisturbed = isFairRound && scheduler.now >= this.forgottenAt && this.disk.files.has(TOKEN_FILE);
    this.start(person, cluster, {
      flags: ["--timeout", `${seconds}s`, ...(flag === undefined ? [] : [flag])],
      timeoutMs: seconds * SECOND,
      isPluginCall: flag === undefined,
      parent: random.between(100, 103),
      mustSucceed: isUndisturbed && seconds >= 20 && mayHave(person, cluster),
    });
  }

  private start(
    person: Person,
    cluster: Cluster,
    { flags = [], timeoutMs = MINUTE, isPluginCall = true, parent = 1, mustSucceed = true }: Call,
  ): Command {
    const process = startProcess(this.machine, {
      argv: ["credential-plugin", "get-credential", "--cluster-id", cluster.id, ...person.flags, ...flags],
      env: { ...person.env, ...(isPluginCall && { KUBERNETES_EXEC_INFO: EXEC_INFO }) },
      parent,
    });
    const command = { process, person, cluster, timeoutMs, mustSucceed };
    this.commands.push(command);
    this.running.add(command);
    return command;
  }

  private async untilAllHaveEnded(): Promise<void> {
    const { scheduler, judge, running } = this;
    const isAtWork = (): boolean =>
      [...[...running].map(({ process }) => process), ...this.clearing].some(
        (process) => process.state === "running" && !scheduler.isWaiting(process),
      );
    const isGoingOn = (): boolean =>
      running.size > 0 || this.cliRuns > 0 || this.isClearing() || scheduler.isWaiting(this);
    while (isGoingOn() && (await scheduler.step(isAtWork))) {
      this.steps += 1;
      for (const command of running) {
        if (command.process.state === "running") continue;
        running.delete(command);
        this.tell(storyOf(command, scheduler.now));
        judge.judge(command);
      }
      judge.watch(running, scheduler.now);
    }
    for (const { process } of running) killProcess(this.machine, process);
    running.clear();
  }

  /** What could not have been saved is up to the person. */
  private signInAgain(): void {
    const processes = this.commands.map(({ process }) => process);
    if (isLossExcused(this.machine, processes)) signIn(this.machine, 3600);
  }

  /** A person deletes all certificates, in the middle of everything. */
  private clearCache(): void {
    const argv = ["cache", "clear", "--all"];
    this.clearing.push(startProcess(this.machine, { argv, env: this.people[0].env, parent: 1 }));
  }

  private isClearing(): boolean {
    return this.clearing.some(({ state }) => state === "running");
  }

  private startCli(): void {
    this.cliRuns += 1;
    void renewLikeTheCli(this.machine).then(() => (this.cliRuns -= 1));
  }

  private mountToken(): void {
    this.disk.set(TOKEN_FILE, { content: this.machine.cloud.oidc.token, mode: 0o600, uid: OWN_UID });
  }

  /** Everything is mended: nothing from the past may stand in anybody's way. */
  private async allIsWell(): Promise<void> {
    const { machine, scheduler } = this;
    endTrouble(machine);
    this.mountToken();
    this.signInAgain();
    scheduler.now = Math.max(scheduler.now, this.forgottenAt);
    this.tell("all is well");
    for (const person of this.people) {
      if (this.troubles.has("clock")) await this.askByClockAhead(person);
      await this.checkRenewal(person);
      await this.checkCrowd(person);
    }
  }

  /** The last call before all is well: the API takes a clock that is ten minutes ahead, and its times stay in the cache. */
  private async askByClockAhead(person: Person): Promise<void> {
    this.machine.clockOffset = 10 * MINUTE;
    this.start(person, this.machine.cloud.clusters.staging, {});
    await this.untilAllHaveEnded();
    this.machine.clockOffset = 0;
  }

  /** A certificate is there at once, a new one by force, and another one when the API server does not accept it. */
  private async checkRenewal(person: Person): Promise<void> {
    const { scheduler, machine } = this;
    const ask = async (call: Call): Promise<IssuedCertificate | undefined> => {
      scheduler.now += 10;
      const command = this.start(person, machine.cloud.clusters.staging, call);
      await this.untilAllHaveEnded();
      return this.judge.judge(command);
    };
    const first = await ask({ parent: 7 });
    const before = machine.cloud.calls.length;
    await ask({ flags: ["--force-refresh"], isPluginCall: false });
    if (machine.cloud.calls.length === before) throw new Violation(`${person.name}: --force-refresh asked nobody`);

    // client-go comes back at once after a 401.
    scheduler.now += 6 * MINUTE;
    const refused = await ask({ parent: 8 });
    const next = await ask({ parent: 8 });
    if (next === undefined || next === refused || next === first) {
      throw new Violation(`${person.name}: a refused certificate was given out again`);
    }
  }

  /** Many cold starts at once are one call. */
  private async checkCrowd(person: Person): Promise<void> {
    const { machine, scheduler } = this;
    scheduler.now += 4 * DAY;
    const count = (): number =>
      machine.cloud.calls.filter(({ action }) => action === "DescribeClusterUserKubeconfig").length;
    const before = count();
    for (let index = 0; index < 4; index += 1) this.start(person, machine.cloud.clusters.staging, {});
    await this.untilAllHaveEnded();
    if (count() !== before + 1) throw new Violation(`${person.name}: ${count() - before} calls for one certificate`);
  }
}

const EXEC_INFO = JSON.stringify({
  kind: "ExecCredential",
  apiVersion: "client.authentication.k8s.io/v1",
  spec: { interactive: false },
});

/** A command's whole life in a line. */
function storyOf({ process, person }: Command, now: number): string {
  const { argv, startedAt, state, exitCode, stderr, parent } = process;
  const [began, ended] = [startedAt, now].map((time) => new Date(time).toISOString());
  const flags = argv.slice(3).join(" ");
  return `${began} to ${ended}, parent ${parent}, ${person.name} ${flags}: ${exitCode ?? state} ${stderr.join(" | ")}`;
}
