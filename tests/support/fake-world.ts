import type { World } from "../../src/world/world.ts";
import { MemoryFiles, OWN_UID } from "./memory-files.ts";

/** The moment at which every fake world stands still. */
export const NOW = Date.parse("2024-01-02T03:04:05Z");

/** A world without network, disk, environment or passing time, which remembers what was printed. */
export interface FakeWorld extends World {
  readonly files: MemoryFiles;
  readonly printed: { readonly stdout: string[]; readonly stderr: string[] };
}

/** A fake world; whatever a test cares about is given. */
export function fakeWorld(given: Partial<Omit<FakeWorld, "printed">> = {}): FakeWorld {
  const printed = { stdout: [] as string[], stderr: [] as string[] };
  const files = given.files ?? new MemoryFiles();
  return {
    argv: [],
    env: {},
    platform: { os: "linux", arch: "x64", uid: OWN_UID },
    cwd: () => "/somewhere",
    now: () => NOW,
    elapsed: () => 0,
    timeoutSignal: (ms) => AbortSignal.timeout(ms),
    sleep: () => Promise.resolve(),
    nonce: () => "nonce",
    random: () => 0,
    fileWriter: () => Promise.resolve(files),
    fetch: () => Promise.reject(new Error("a unit test has no network")),
    terminalWidth: () => Promise.resolve(undefined),
    randomBytes: (count) => new Uint8Array(count),
    startDetached: () => Promise.resolve(false),
    serveLoopback: () => Promise.resolve(undefined),
    readLine: () => Promise.resolve(undefined),
    runInForeground: () => Promise.reject(new Error("nothing is run in the foreground")),
    preconnect: () => undefined,
    runProcess: () => Promise.reject(new Error("a unit test starts no programs")),
    tryLock: () => Promise.resolve({ state: "unavailable" }),
    unsetVariable: () => Promise.resolve(true),
    executable: () => "/opt/ack-ram-tool",
    isAnyRemote: () => Promise.resolve(false),
    runSelf: () => Promise.reject(new Error("nothing is remote here")),
    tellSupervisor: () => Promise.resolve(() => undefined),
    holdSignals: () => Promise.resolve(() => undefined),
    isTerminal: () => Promise.resolve(false),
    parentProcess: () => ({ id: 4711, incarnation: "1" }),
    stdout: async (text) => {
      printed.stdout.push(text);
    },
    stderr: (text) => printed.stderr.push(text),
    ...given,
    files,
    printed,
  };
}
