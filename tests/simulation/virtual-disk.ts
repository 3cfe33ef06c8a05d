import { errnoError, OWN_UID } from "../support/memory-files.ts";

/** A file on the virtual disk. */
export interface VirtualFile {
  readonly content: string;
  readonly mode: number;
  readonly uid: number;
}

/** What is wrong with the disk at the moment. */
export interface DiskTrouble {
  /** Nothing new can be stored; what is there can be read and deleted. */
  full: boolean;
  /** Paths whose reading fails, by what is in them. */
  unreadable: string | undefined;
  /** Reading takes this long, ms; 0 = at once. */
  slowMs: number;
  /** A lock is given although somebody else has it. */
  losesLocks: boolean;
}

/** A change of one file, for whoever checks that nothing gets lost. */
export type DiskObserver = (path: string, before: VirtualFile | undefined, after: VirtualFile | undefined) => void;

/** A disk that all processes of a simulation share. Every operation happens at once; who waits before it is the process. */
export class VirtualDisk {
  readonly files = new Map<string, VirtualFile>();
  readonly trouble: DiskTrouble = { full: false, unreadable: undefined, slowMs: 0, losesLocks: false };
  private readonly locks = new Map<string, object>();

  private readonly observe: DiskObserver;

  constructor(observe: DiskObserver) {
    this.observe = observe;
  }

  /** @throws Error with an errno `code` */
  read(path: string): VirtualFile {
    const file = this.files.get(path);
    if (file === undefined) throw errnoError(this.isDirectory(path) ? "EISDIR" : "ENOENT");
    const { unreadable } = this.trouble;
    if (unreadable !== undefined && path.includes(unreadable)) throw errnoError("EIO");
    return file;
  }

  /** Puts a file there, or takes it away. Works on a full disk, too: the caller asks {@link failIfFull} before. */
  set(path: string, file: VirtualFile | undefined): void {
    const before = this.files.get(path);
    if (file === undefined) this.files.delete(path);
    else this.files.set(path, file);
    this.observe(path, before, file);
  }

  /** A private file of the user's. @throws Error `ENOSPC` */
  write(path: string, content: string): void {
    this.failIfFull();
    this.set(path, { mode: 0o600, uid: OWN_UID, ...this.files.get(path), content });
  }

  failIfFull(): void {
    if (this.trouble.full) throw errnoError("ENOSPC");
  }

  list(directory: string): string[] {
    const start = `${directory}/`;
    const names = [...this.files.keys()]
      .filter((path) => path.startsWith(start))
      .map((path) => path.slice(start.length));
    if (names.length === 0) throw errnoError("ENOENT");
    return [...new Set(names.map((name) => name.replace(/\/.*/, "")))];
  }

  isDirectory(path: string): boolean {
    return [...this.files.keys()].some((other) => other.startsWith(`${path}/`));
  }

  /** Whether the owner has the lock now. */
  lock(path: string, owner: object): boolean {
    const holder = this.locks.get(path);
    if (holder !== undefined && holder !== owner && !this.trouble.losesLocks) return false;
    if (!this.files.has(path)) this.set(path, { content: "", mode: 0o600, uid: OWN_UID });
    this.locks.set(path, owner);
    return true;
  }

  unlock(path: string, owner: object): void {
    if (this.locks.get(path) === owner) this.locks.delete(path);
  }

  /** What the system does for a process that has ended, however it ended. */
  unlockAll(owner: object): void {
    for (const [path, holder] of this.locks) if (holder === owner) this.locks.delete(path);
  }

  /** Paths of the locks that are held. */
  heldLocks(): readonly string[] {
    return [...this.locks.keys()];
  }
}
