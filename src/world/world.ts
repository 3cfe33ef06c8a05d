/** Environment variables as the process got them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What a look at a file's metadata tells, symbolic links followed. */
export interface FileStatus {
  /** Regular file: neither a directory, nor a pipe, nor a device. */
  readonly isFile: boolean;
  /** Size in bytes. */
  readonly size: number;
  /** Permission bits, e.g. 0o600; meaningless on Windows. */
  readonly mode: number;
  /** Owner's numeric id; 0 on Windows. */
  readonly uid: number;
  /** When it was written last, ms since the epoch. */
  readonly modifiedAt: number;
}

/** All that everyday calls do with files; the rest, {@link FileWriter}, is loaded when it is needed. */
export interface HotPathFiles {
  /** Bytes, by one system call and at once: 0 for what is absent or empty, `Infinity` for a pipe or a device. Never throws. */
  readonly size: (path: string) => number;
  /** The whole file as UTF-8. @throws Error with an errno `code` such as `ENOENT`. */
  readonly readText: (path: string) => Promise<string>;
  /** Loads modules: not for a cache hit. @throws Error with an errno `code` such as `ENOENT`. */
  readonly status: (path: string) => Promise<FileStatus>;
  /** The whole of a small file that nobody writes but this tool, at once; undefined if it cannot be read so. */
  readonly readOwnFile: (path: string) => string | undefined;
  /** Writes over such a file, which must be there. @throws Error with an errno `code`. */
  readonly overwriteOwnFile: (path: string, text: string) => Promise<void>;
}

/** A place for a new text of a file, made sure of before the text is there. */
export interface FileReservation {
  /** Puts the text in place. Once. @throws Error with an errno `code`; the old text is still there then. */
  readonly store: (content: string | Uint8Array) => void;
  /** Leaves everything as it was. */
  readonly abandon: () => void;
}

/** Changing files: private ones only, nobody else may read what this tool writes. */
export interface FileWriter {
  /** Creates the directory with its parents, 0700, or makes sure that the one that is there can be written to. @throws Error with an errno `code`. */
  readonly makePrivateDirectory: (path: string) => void;
  /**
   * Puts a 0600 file with this content in place in one step: a reader sees the old file or the new one, whole.
   * A symbolic link at `path` is replaced, not followed.
   * @param temporary the file that is written first; by default one with a name of its own. Who holds a lock can name
   *   one, and what a killed process left there is overwritten then
   * @throws Error with an errno `code`
   */
  readonly replaceFile: (path: string, content: string, temporary?: string) => void;
  /** Whether nobody but this user (and root) can put files into the directory. @throws Error with an errno `code`. */
  readonly isPrivateDirectory: (path: string) => boolean;
  /** Names in a directory, in no order. @throws Error with an errno `code`. */
  readonly listDirectory: (path: string) => string[];
  /** Deletes a file; one that is not there is fine. @throws Error with an errno `code`. */
  readonly removeFile: (path: string) => void;
  /**
   * Makes sure that a file of a person's own, which others may read or own, can be given a new text of up to so many bytes.
   * @param like a file whose owner and mode a new one gets; otherwise it is for this user alone
   * @throws Error with an errno `code`: nothing can be stored
   */
  readonly reserveFile: (path: string, bytes: number, like?: string) => FileReservation;
  /** The whole of a file, at once. @throws Error with an errno `code`. */
  readonly readBytes: (path: string) => Uint8Array;
  /** The file that a path means in the end, symbolic links followed. @throws Error with an errno `code`. */
  readonly resolveLinks: (path: string) => string;
  /** Makes a 0600 file that must not be there yet, and that may get lost in a power cut. @throws Error with an errno `code`: `EEXIST` when it is. */
  readonly createFile: (path: string, content: string) => void;
}

/** A program to run. */
export interface ProcessRequest {
  /** Program and arguments; no shell reads them. */
  readonly argv: readonly string[];
  /** Ends it, with all that it started. */
  readonly signal: AbortSignal;
  /** More output than this on either stream ends it. */
  readonly maxBytes: number;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended. */
export type ProcessOutcome =
  | { readonly state: "exited"; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly state: "not-started"; readonly reason: NotStarted }
  | { readonly state: "timed-out" | "too-much-output" };

/** Why a program could not be started. `no-program`: a file that the system cannot run. */
export type NotStarted = "absent" | "no-interpreter" | "not-executable" | "no-program" | "no-resources" | "unknown";

/** How a program ended that had the terminal. */
export type ForegroundOutcome = { readonly exitCode: number } | { readonly notStarted: NotStarted };

/** What came of one try to take a lock. `unavailable`: there can be no lock here (a read-only folder, say). */
export type LockAttempt =
  | { readonly state: "held"; readonly release: () => void }
  | { readonly state: "busy" | "unavailable" };

/** A request to a listener on loopback. */
export interface LoopbackRequest {
  readonly method: string;
  readonly url: string;
  /** The `Host` header. */
  readonly host: string;
  readonly port: number;
}

/** Its answer: plain text. */
export interface LoopbackAnswer {
  readonly status: number;
  readonly text: string;
}

/** A listener on 127.0.0.1. */
export interface LoopbackListener {
  readonly port: number;
  /** Lets answers that are on their way arrive. */
  readonly stop: () => Promise<void>;
}

/** A run of this program itself. */
export interface SelfRequest {
  /** Variables besides those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** How long it is waited for, ms. */
  readonly timeoutMs: number;
}

/** What came of it. */
export interface SelfOutcome {
  /** undefined: it did not end in time. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** What it told last with {@link World.tellSupervisor}. */
  readonly lastStep: string | undefined;
}

/** A process, told apart from a later one with the same id where the system allows it. */
export interface ProcessMark {
  readonly id: number;
  /** In general the same word as long as the process lives; another one for the next process with its id; a constant where there is no /proc. */
  readonly incarnation: string;
}

/** Where the program runs; the names are Node's (`linux`, `darwin`, `win32`; `x64`, `arm64`). */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  /** Numeric user id of this process; undefined on Windows. */
  readonly uid: number | undefined;
}

/** `fetch`, reduced to the form in which this project calls it. */
export type Fetch = (url: string, init: BunFetchRequestInit) => Promise<Response>;

/** Everything outside the program, as plain functions. Built once in `main.ts`; tests pass fakes. */
export interface World {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Env;
  readonly platform: Platform;
  /** Takes a variable out of the environment that the runtime sees; false where it cannot be done. */
  readonly unsetVariable: (name: string) => Promise<boolean>;
  /** Path of the running program, symbolic links followed. */
  readonly executable: () => string;
  /** Working directory, absolute; `.` where it is gone. */
  readonly cwd: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds since some moment, by a clock that nobody can set. */
  readonly elapsed: () => number;
  /** Aborts after so many milliseconds. */
  readonly timeoutSignal: (ms: number) => AbortSignal;
  /** Ends after so many milliseconds, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A nonce from a CSPRNG. */
  readonly nonce: () => string;
  /** From a CSPRNG. */
  readonly randomBytes: (count: number) => Uint8Array;
  /** A number in [0, 1), for jitter only. */
  readonly random: () => number;
  readonly files: HotPathFiles;
  /** Loads modules: not for a cache hit. */
  readonly fileWriter: () => Promise<FileWriter>;
  readonly fetch: Fetch;
  /** Begins to open a connection that the next `fetch` without TLS options takes. */
  readonly preconnect: (url: string) => void;
  readonly runProcess: (request: ProcessRequest) => Promise<ProcessOutcome>;
  /** Runs a program with this process's standard streams and signals. */
  readonly runInForeground: (argv: readonly string[], env: Env) => Promise<ForegroundOutcome>;
  /** Starts a program that goes on alone. Resolves to false where it cannot be started. */
  readonly startDetached: (argv: readonly string[]) => Promise<boolean>;
  /** Listens on the first of these ports of 127.0.0.1 that is free; undefined where none is. */
  readonly serveLoopback: (
    ports: readonly number[],
    answer: (request: LoopbackRequest) => LoopbackAnswer,
  ) => Promise<LoopbackListener | undefined>;
  /** Asks on stderr, and reads a line of standard input; undefined where there is none any more. */
  readonly readLine: (question: string, signal?: AbortSignal) => Promise<string | undefined>;
  /** One try to take the lock that this file stands for; it goes with the process at the latest. */
  readonly tryLock: (path: string) => Promise<LockAttempt>;
  /** Puts signals that would end this process off until the returned function is called. */
  readonly holdSignals: () => Promise<() => void>;
  /** Whether a person sees what is written there at once, or writes what is read there. Loads modules: not for a cache hit. */
  readonly isTerminal: (stream: "stdin" | "stdout" | "stderr") => Promise<boolean>;
  /** Columns of the terminal that a stream is; undefined for anything else. */
  readonly terminalWidth: (stream: "stdout" | "stderr") => Promise<number | undefined>;
  /** The process that started this one, or the one with this id. */
  readonly parentProcess: (id?: number) => ProcessMark;
  /** Whether one of these absolute paths lies where a call may never come back. Loads modules: not for a cache hit. */
  readonly isAnyRemote: (paths: readonly string[]) => Promise<boolean>;
  /** Runs this program with the same arguments. */
  readonly runSelf: (request: SelfRequest) => Promise<SelfOutcome>;
  /** Loads what tells who runs this process, at once, what it is about to do. */
  readonly tellSupervisor: () => Promise<(step: string) => void>;
  /** Writes text and a newline. @throws Error with an errno `code`: nobody reads any more, or the disk is full. */
  readonly stdout: (text: string) => Promise<void>;
  /** Writes text and a newline. */
  readonly stderr: (text: string) => void;
}
