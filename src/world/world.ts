/** Environment variables as the process got them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A file's metadata, symbolic links followed. */
export interface FileStatus {
  /** A regular file, not a directory, pipe or device. */
  readonly isFile: boolean;
  /** Size in bytes. */
  readonly size: number;
  /** Permission bits, e.g. 0o600; meaningless on Windows. */
  readonly mode: number;
  /** Owner's numeric id; 0 on Windows. */
  readonly uid: number;
  /** Last modification, ms since the epoch. */
  readonly modifiedAt: number;
}

/** The file operations of a cache hit; the rest, {@link FileWriter}, is loaded on demand. */
export interface HotPathFiles {
  /**
   * Size in bytes, from one system call: 0 if the file is absent or empty, `Infinity` for a pipe or a device. Never
   * throws.
   */
  readonly size: (path: string) => number;
  /** The whole file as UTF-8. @throws Error with an errno `code` such as `ENOENT`. */
  readonly readText: (path: string) => Promise<string>;
  /** Loads modules: not for a cache hit. @throws Error with an errno `code` such as `ENOENT`. */
  readonly status: (path: string) => Promise<FileStatus>;
  /** The whole of a small file that only this tool writes; undefined if it cannot be read this way. */
  readonly readOwnFile: (path: string) => string | undefined;
  /** Overwrites such a file, which must exist. @throws Error with an errno `code`. */
  readonly overwriteOwnFile: (path: string, text: string) => Promise<void>;
}

/** Reserved space for a file's new text. */
export interface FileReservation {
  /** Puts the text in place; to be called once. @throws Error with an errno `code`; the old text is then unchanged. */
  readonly store: (content: string | Uint8Array) => void;
  /** Leaves everything as it was; after a failed {@link store}, a temporary file with the whole text may stay. */
  readonly abandon: () => void;
}

/** Changes files. New ones are private: nobody else may read what this tool writes. */
export interface FileWriter {
  /**
   * Creates the directory with its parents, 0700, or checks that an existing one is writable. @throws Error with an
   * errno `code`.
   */
  readonly makePrivateDirectory: (path: string) => void;
  /**
   * Replaces a file by a 0600 file with this content, atomically: a reader sees the old one or the new one, whole. A
   * symbolic link at `path` is replaced, not followed.
   * @param temporary the file that is written first; by default a unique one. The holder of a lock can pass a fixed
   *   name, so that the leftovers of a killed process are overwritten
   * @throws Error with an errno `code`
   */
  readonly replaceFile: (path: string, content: string, temporary?: string) => void;
  /** Whether only this user (and root) can put files into the directory. @throws Error with an errno `code`. */
  readonly isPrivateDirectory: (path: string) => boolean;
  /** The names in a directory, in no order. @throws Error with an errno `code`. */
  readonly listDirectory: (path: string) => string[];
  /** Deletes a file; an absent one is fine. @throws Error with an errno `code`. */
  readonly removeFile: (path: string) => void;
  /**
   * Reserves space for a new text, of up to this many bytes, of a user's file, which others may read or own.
   * @param like a file whose owner and mode a new file gets; without it a new file is private
   * @throws Error with an errno `code`: nothing can be stored
   */
  readonly reserveFile: (path: string, bytes: number, like?: string) => FileReservation;
  /** The whole of a file. @throws Error with an errno `code`. */
  readonly readBytes: (path: string) => Uint8Array;
  /** The path with symbolic links resolved. @throws Error with an errno `code`. */
  readonly resolveLinks: (path: string) => string;
  /**
   * Creates a 0600 file that need not survive a power cut. @throws Error with an errno `code`: `EEXIST` if it exists.
   */
  readonly createFile: (path: string, content: string) => void;
}

/** A program to run. */
export interface ProcessRequest {
  /** Program and arguments; no shell is involved. */
  readonly argv: readonly string[];
  /** Ends it, with all its descendants. */
  readonly signal: AbortSignal;
  /** It is killed if either stream exceeds this. */
  readonly maxBytes: number;
  /** Additional variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended. */
export type ProcessOutcome =
  | { readonly state: "exited"; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  | { readonly state: "not-started"; readonly reason: NotStarted }
  | { readonly state: "timed-out" | "too-much-output" };

/** Why a program could not be started. `no-program`: the system cannot run this file. */
export type NotStarted = "absent" | "no-interpreter" | "not-executable" | "no-program" | "no-resources" | "unknown";

/** How a program in the foreground ended. */
export type ForegroundOutcome = { readonly exitCode: number } | { readonly notStarted: NotStarted };

/** The result of one try to take a lock. `unavailable`: locking is impossible here (a read-only folder, say). */
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

/** The answer: plain text. */
export interface LoopbackAnswer {
  readonly status: number;
  readonly text: string;
}

/** A listener on 127.0.0.1. */
export interface LoopbackListener {
  readonly port: number;
  /** Stops after answers under way have been sent. */
  readonly stop: () => Promise<void>;
}

/** How to run this program again, for {@link World.runSelf}. */
export interface SelfRequest {
  /** Additional variables. */
  readonly env: Readonly<Record<string, string>>;
  /** How long to wait for it, ms. */
  readonly timeoutMs: number;
}

/** The result of {@link World.runSelf}. */
export interface SelfOutcome {
  /** Undefined: it did not end in time. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Its last report through {@link World.tellSupervisor}. */
  readonly lastStep: string | undefined;
}

/** A process; told apart from a later one with the same id, if the system allows it. */
export interface ProcessMark {
  readonly id: number;
  /**
   * Usually constant while the process lives, and different for the next process with its id; always the same on
   * systems without /proc.
   */
  readonly incarnation: string;
}

/** The platform, in Node's names (`linux`, `darwin`, `win32`; `x64`, `arm64`). */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  /** Numeric user id of this process; undefined on Windows. */
  readonly uid: number | undefined;
}

/** `fetch`, reduced to the form that this project uses. */
export type Fetch = (url: string, init: BunFetchRequestInit) => Promise<Response>;

/** Everything outside the program, as plain functions. Built once in `main.ts`; tests pass fakes. */
export interface World {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Env;
  readonly platform: Platform;
  /** Removes a variable from the environment that the runtime sees; false if it cannot be done. */
  readonly unsetVariable: (name: string) => Promise<boolean>;
  /** Path of the running program, symbolic links followed. */
  readonly executable: () => string;
  /** Working directory, absolute; `.` if it was deleted. */
  readonly cwd: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds since some moment, monotonic. */
  readonly elapsed: () => number;
  /** Aborts after this many milliseconds. */
  readonly timeoutSignal: (ms: number) => AbortSignal;
  /** Ends after this many milliseconds, or at once when the signal aborts. */
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
  /** Starts opening a connection, which the next `fetch` without TLS options uses. */
  readonly preconnect: (url: string) => void;
  readonly runProcess: (request: ProcessRequest) => Promise<ProcessOutcome>;
  /** Runs a program with this process's standard streams and signals. */
  readonly runInForeground: (argv: readonly string[], env: Env) => Promise<ForegroundOutcome>;
  /** Starts a program that may outlive this process. Resolves to false if it cannot be started. */
  readonly startDetached: (argv: readonly string[]) => Promise<boolean>;
  /** Listens on the first free one of these ports of 127.0.0.1; undefined if there is none. */
  readonly serveLoopback: (
    ports: readonly number[],
    answer: (request: LoopbackRequest) => LoopbackAnswer,
  ) => Promise<LoopbackListener | undefined>;
  /** Prompts on stderr, and reads a line from standard input; undefined at its end. */
  readonly readLine: (question: string, signal?: AbortSignal) => Promise<string | undefined>;
  /** One try to take the lock on this file; the lock ends with the process at the latest. */
  readonly tryLock: (path: string) => Promise<LockAttempt>;
  /** Defers signals that would end this process until the returned function is called. */
  readonly holdSignals: () => Promise<() => void>;
  /** Whether the stream is a terminal. Loads modules: not for a cache hit. */
  readonly isTerminal: (stream: "stdin" | "stdout" | "stderr") => Promise<boolean>;
  /** Columns of the terminal behind standard output; undefined if it is not a terminal. */
  readonly terminalWidth: () => Promise<number | undefined>;
  /** The process that started this one, or the one with this id. */
  readonly parentProcess: (id?: number) => ProcessMark;
  /**
   * Whether one of these absolute paths is on a file system that may never answer. Loads modules: not for a cache hit.
   */
  readonly isAnyRemote: (paths: readonly string[]) => Promise<boolean>;
  /** Runs this program with the same arguments. */
  readonly runSelf: (request: SelfRequest) => Promise<SelfOutcome>;
  /** Connects to the supervisor, if there is one; the returned function reports what this process is about to do. */
  readonly tellSupervisor: () => Promise<(step: string) => void>;
  /** Writes text and a newline. @throws Error with an errno `code`: the reader is gone, or the disk is full. */
  readonly stdout: (text: string) => Promise<void>;
  /** Writes text and a newline. */
  readonly stderr: (text: string) => void;
}
