import { run } from "../../src/cli/run.ts";
import type { HotPathFiles, FileWriter, World } from "../../src/world/world.ts";
import { errnoError, OWN_UID } from "../support/memory-files.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import type { VirtualCloud } from "./virtual-cloud.ts";
import type { VirtualDisk } from "./virtual-disk.ts";

/** The machine that all processes of a run share. */
export interface Machine {
  readonly scheduler: Scheduler;
  readonly disk: VirtualDisk;
  readonly cloud: VirtualCloud;
  readonly random: Random;
  /** How far its clock is ahead of true time, ms. */
  clockOffset: number;
  /** How likely a process is killed at each of its steps. */
  killChance: number;
  /** What a program prints that a profile of mode External names, by its first argument. */
  readonly programs: Readonly<Record<string, string>>;
}

/** A command that is started. */
export interface ProcessRequest {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The parent's process id. */
  readonly parent: number;
}

/** One run of the program inside the simulation. */
export interface VirtualProcess extends ProcessRequest {
  /** True time at which it started, ms. */
  readonly startedAt: number;
  readonly stdout: string[];
  readonly stderr: string[];
  /** What its clock showed when it last looked at it before it printed an answer, ms. */
  printedAt: number | undefined;
  state: "running" | "ended" | "killed";
  /** True time at which it ended, ms. */
  endedAt: number | undefined;
  exitCode: number | undefined;
}

/** Thrown through a process that was killed in the middle of a system call; the program must not live to see it. */
class Killed extends Error {}

/** Starts the program in a world of its own on the machine; it goes on as the scheduler says. */
export function startProcess(machine: Machine, request: ProcessRequest): VirtualProcess {
  const process: VirtualProcess = {
    ...request,
    startedAt: machine.scheduler.now,
    stdout: [],
    stderr: [],
    printedAt: undefined,
    state: "running",
    endedAt: undefined,
    exitCode: undefined,
  };
  const end = (exitCode: number): void => {
    if (process.state !== "running") return;
    process.state = "ended";
    process.exitCode = exitCode;
    process.endedAt = machine.scheduler.now;
    machine.scheduler.forget(process);
    machine.disk.unlockAll(process);
  };
  void run(worldOf(machine, process)).then(end, (error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
  return process;
}

/** Ends it as SIGKILL does. */
export function killProcess({ scheduler, disk }: Machine, process: VirtualProcess): void {
  process.state = "killed";
  process.endedAt = scheduler.now;
  scheduler.forget(process);
  disk.unlockAll(process);
}

function worldOf(machine: Machine, process: VirtualProcess): World {
  const { scheduler, disk, cloud, random } = machine;
  let seen = 0;
  const now = (): number => {
    seen = Math.floor(scheduler.now + machine.clockOffset);
    return seen;
  };
  /** Others go on before the process does; it may be killed meanwhile. */
  const turn = async (ms = 0): Promise<void> => {
    await scheduler.pause(process, ms);
    if (random.chance(machine.killChance)) {
      killProcess(machine, process);
      await new Promise(() => undefined);
    }
  };
  /** A system call inside of code that does not wait. */
  const call = (): void => {
    if (process.state === "killed") throw new Killed();
    if (random.chance(machine.killChance / 4)) {
      killProcess(machine, process);
      throw new Killed();
    }
  };
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        takeBack();
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const takeBack = scheduler.after(process, ms, end);
      if (signal?.aborted === true) end();
      else signal?.addEventListener("abort", end);
    });

  const files: HotPathFiles & FileWriter = {
    size: (path) => disk.files.get(path)?.content.length ?? 0,
    readText: async (path) => {
      await turn(disk.trouble.slowMs);
      return disk.read(path).content;
    },
    status: async (path) => {
      await turn(disk.trouble.slowMs);
      if (disk.isDirectory(path)) return { isFile: false, size: 0, mode: 0o700, uid: OWN_UID, modifiedAt: now() };
      const { content, mode, uid } = disk.read(path);
      return { isFile: true, size: content.length, mode, uid, modifiedAt: now() };
    },
    readOwnFile: (path) => {
      try {
        const { content, uid } = disk.read(path);
        return uid === OWN_UID && content !== "" ? content : undefined;
      } catch {
        return undefined;
      }
    },
    overwriteOwnFile: async (path, text) => {
      await turn();
      disk.read(path);
      disk.write(path, text);
    },
    makePrivateDirectory: () => call(),
    isPrivateDirectory: () => true,
    listDirectory: (path) => disk.list(path),
    resolveLinks: (path) => path,
    removeFile: (path) => {
      call();
      disk.set(path, undefined);
    },
    createFile: (path, content) => {
      call();
      if (disk.files.has(path)) throw errnoError("EEXIST");
      disk.write(path, content);
    },
    readBytes: (path) => new TextEncoder().encode(disk.read(path).content),
    reserveFile: (path) => {
      call();
      const temporary = `${path}.${crypto.randomUUID()}.tmp`;
      disk.write(temporary, "");
      return {
        store: (content) => {
          call();
          disk.set(temporary, undefined);
          const text = typeof content === "string" ? content : new TextDecoder().decode(content);
          disk.set(path, { mode: 0o600, uid: OWN_UID, ...disk.files.get(path), content: text });
          call();
        },
        abandon: () => disk.set(temporary, undefined),
      };
    },
    replaceFile: (path, content, temporary = `${path}.${crypto.randomUUID()}.tmp`) => {
      call();
      disk.set(temporary, undefined);
      disk.write(temporary, content);
      call();
      disk.set(temporary, undefined);
      disk.set(path, { content, mode: 0o600, uid: OWN_UID });
      call();
    },
  };

  return {
    argv: process.argv,
    env: process.env,
    platform: { os: "linux", arch: "x64", uid: OWN_UID },
    executable: () => "/opt/ack-ram-tool",
    cwd: () => "/work",
    now,
    elapsed: () => scheduler.now,
    timeoutSignal: (ms) => scheduler.timeoutSignal(process, ms),
    unsetVariable: () => Promise.resolve(true),
    sleep,
    nonce: () => crypto.randomUUID(),
    random: random.random,
    files,
    fileWriter: async () => {
      await turn();
      return files;
    },
    fetch: cloud.fetchFor(process),
    randomBytes: (count) => new Uint8Array(count),
    startDetached: () => Promise.resolve(false),
    serveLoopback: () => Promise.resolve(undefined),
    readLine: () => Promise.resolve(undefined),
    runInForeground: () => Promise.reject(new Error("nothing is run in the foreground")),
    preconnect: () => undefined,
    runProcess: async ({ argv, signal }) => {
      await sleep(random.between(1, 500), signal);
      if (signal.aborted) return { state: "timed-out" };
      const stdout = machine.programs[argv[1] ?? ""];
      return stdout === undefined
        ? { state: "not-started", reason: "absent" }
        : { state: "exited", exitCode: 0, stdout, stderr: "" };
    },
    tryLock: async (path) => {
      await turn();
      if (!disk.lock(path, process)) return { state: "busy" };
      return { state: "held", release: () => disk.unlock(path, process) };
    },
    isAnyRemote: () => Promise.resolve(false),
    runSelf: () => Promise.reject(new Error("nothing is remote here")),
    tellSupervisor: () => Promise.resolve(() => undefined),
    holdSignals: () => Promise.resolve(() => undefined),
    terminalWidth: () => Promise.resolve(undefined),
    isTerminal: () => Promise.resolve(false),
    parentProcess: () => ({ id: process.parent, incarnation: "1" }),
    stdout: async (text) => {
      await turn();
      process.printedAt = seen;
      process.stdout.push(text);
    },
    stderr: (text) => {
      if (process.state === "running") process.stderr.push(text);
    },
  };
}
