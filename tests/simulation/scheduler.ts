import type { Random } from "./random.ts";

/** Who waits: a process, or what happens around it. */
type Owner = object;

interface Waiting {
  readonly owner: Owner;
  /** From when on it may go on, true time in ms. */
  readonly from: number;
  readonly goOn: () => void;
}

/** A turn of the event loop after which everything that could go on by itself has done so; some promises take several. */
const IDLE_TURNS = 2;

/** Far more turns of the event loop than anything takes that waits for nothing outside of the simulation. */
const MAX_TURNS = 20_000;

/**
 * Virtual time, and the order in which everything happens: whoever waits goes on one at a time, chosen by the seed among
 * those whose time has come. When nobody's has, time jumps to the first.
 */
export class Scheduler {
  /** True time, ms since the epoch: what a right clock shows. */
  now: number;
  private waiting: Waiting[] = [];
  private activity = 0;
  private readonly gone = new WeakSet<Owner>();

  private readonly random: Random;

  constructor(random: Random, start: number) {
    this.random = random;
    this.now = start;
  }

  /**
   * Goes on after so many ms at the earliest, when the seed says so; never, once its owner is gone.
   * @param signal ends the wait
   * @throws DOMException `AbortError` once the signal aborts
   */
  pause(owner: Owner, ms = 0, signal?: AbortSignal | null): Promise<void> {
    this.activity += 1;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        takeBack();
        reject(new DOMException("The operation was aborted.", "AbortError"));
      };
      const takeBack = this.after(owner, ms, () => {
        signal?.removeEventListener("abort", abort);
        resolve();
      });
      if (signal?.aborted === true) abort();
      else signal?.addEventListener("abort", abort);
    });
  }

  /** The same, with a callback instead of a promise. @returns takes it back */
  after(owner: Owner, ms: number, goOn: () => void): () => void {
    const entry = { owner, from: this.now + ms, goOn };
    if (!this.gone.has(owner)) this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  }

  /** `AbortSignal.timeout` in virtual time. */
  timeoutSignal(owner: Owner, ms: number): AbortSignal {
    const controller = new AbortController();
    this.after(owner, ms, () => controller.abort(new DOMException("The operation timed out.", "TimeoutError")));
    return controller.signal;
  }

  /** What the owner waits for never comes: a killed process. */
  forget(owner: Owner): void {
    this.gone.add(owner);
    this.waiting = this.waiting.filter((entry) => entry.owner !== owner);
  }

  /** True while this owner waits for something of the simulation. */
  isWaiting(owner: Owner): boolean {
    return this.waiting.some((entry) => entry.owner === owner);
  }

  /**
   * Lets one of those who wait go on, until it waits again or has ended.
   * @param isRunning whether somebody has work to do that no wait here stands for
   * @returns false when nobody waits any more
   */
  async step(isRunning: () => boolean): Promise<boolean> {
    await this.settle(isRunning);
    if (this.waiting.length === 0) return false;
    let due = this.waiting.filter(({ from }) => from <= this.now);
    if (due.length === 0) {
      if (this.waiting.every(({ from }) => from === Number.POSITIVE_INFINITY)) return false;
      this.now = Math.min(...this.waiting.map(({ from }) => from));
      due = this.waiting.filter(({ from }) => from <= this.now);
    }
    const chosen = due[this.random.between(0, due.length - 1)];
    if (chosen === undefined) return false;
    this.waiting = this.waiting.filter((entry) => entry !== chosen);
    // Work takes time: who asks again and again gets on.
    this.now += this.random.between(0, 2);
    this.activity += 1;
    chosen.goOn();
    await this.settle(isRunning);
    return true;
  }

  /** Until everybody waits: promises that are ready go on by themselves, and reading a body takes turns of the event loop. */
  private async settle(isRunning: () => boolean): Promise<void> {
    let idle = 0;
    let seen = this.activity;
    for (let turn = 0; idle < IDLE_TURNS; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      idle = this.activity === seen && !isRunning() ? idle + 1 : 0;
      seen = this.activity;
      if (turn > MAX_TURNS) throw new Error("something waits for what is outside of the simulation");
    }
  }
}
