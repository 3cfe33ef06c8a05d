import type { HotPathFiles, FileReservation, FileStatus, FileWriter } from "../../src/world/world.ts";

/** The user that owns every file of {@link MemoryFiles}, unless a file says otherwise. */
export const OWN_UID = 1000;

/** A file, or what happens to whoever touches it. */
export interface MemoryFile {
  readonly content: string;
  readonly status?: Partial<FileStatus>;
  /** Errno name with which reading it fails. */
  readonly failsWith?: string;
}

/** What a system call throws. */
export function errnoError(code: string): Error {
  return Object.assign(new Error(`${code}: made up by a test`), { code });
}

function textOf(content: string | Uint8Array): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

/** Files in memory, by absolute path; a plain string is a private file with that content. */
export class MemoryFiles implements HotPathFiles, FileWriter {
  readonly entries = new Map<string, MemoryFile>();
  readonly directories: string[] = [];
  /** The temporary files that were named, write by write. */
  readonly temporaries: (string | undefined)[] = [];
  /** Directories into which others can put files. */
  readonly sharedDirectories = new Set<string>();
  /** Errno name with which every write fails. */
  writesFailWith: string | undefined;

  constructor(files: Readonly<Record<string, string | MemoryFile>> = {}) {
    for (const [path, file] of Object.entries(files)) {
      this.entries.set(path, typeof file === "string" ? { content: file } : file);
    }
  }

  contentOf(path: string): string | undefined {
    return this.entries.get(path)?.content;
  }

  readonly readText = (path: string): Promise<string> => {
    const file = this.entries.get(path);
    const failure = file === undefined ? "ENOENT" : file.failsWith;
    return failure === undefined ? Promise.resolve(file?.content ?? "") : Promise.reject(errnoError(failure));
  };

  readonly status = (path: string): Promise<FileStatus> => {
    const file = this.entries.get(path);
    if (file === undefined && this.listDirectory(path).length > 0) {
      const mode = this.sharedDirectories.has(path) ? 0o777 : 0o700;
      return Promise.resolve({ isFile: false, size: 0, mode, uid: OWN_UID, modifiedAt: 0 });
    }
    if (file === undefined) return Promise.reject(errnoError("ENOENT"));
    return Promise.resolve({
      isFile: true,
      size: file.content.length,
      mode: 0o600,
      uid: OWN_UID,
      modifiedAt: 0,
      ...file.status,
    });
  };

  readonly makePrivateDirectory = (path: string): void => {
    this.failIfAsked();
    this.directories.push(path);
  };

  readonly replaceFile = (path: string, content: string, temporary?: string): void => {
    this.failIfAsked();
    this.temporaries.push(temporary);
    this.entries.set(path, { content });
  };

  readonly size = (path: string): number => {
    const file = this.entries.get(path);
    if (file?.status?.isFile === false) return Number.POSITIVE_INFINITY;
    return file?.status?.size ?? file?.content.length ?? 0;
  };

  readonly readOwnFile = (path: string): string | undefined => {
    const file = this.entries.get(path);
    return file?.failsWith === undefined ? file?.content : undefined;
  };

  readonly overwriteOwnFile = async (path: string, text: string): Promise<void> => {
    this.failIfAsked();
    const file = this.entries.get(path);
    if (file === undefined) throw errnoError("ENOENT");
    this.entries.set(path, { ...file, content: text });
  };

  readonly isPrivateDirectory = (path: string): boolean => !this.sharedDirectories.has(path);

  readonly listDirectory = (path: string): string[] =>
    [...this.entries.keys()].filter((name) => name.startsWith(`${path}/`)).map((name) => name.slice(path.length + 1));

  readonly removeFile = (path: string): void => {
    this.failIfAsked();
    this.entries.delete(path);
  };

  readonly createFile = (path: string, content: string): void => {
    this.failIfAsked();
    if (this.entries.has(path)) throw errnoError("EEXIST");
    this.entries.set(path, { content });
  };

  readonly reserveFile = (path: string): FileReservation => {
    this.failIfAsked();
    return {
      store: (content) => {
        this.entries.set(path, { ...this.entries.get(path), content: textOf(content) });
      },
      abandon: () => undefined,
    };
  };

  readonly readBytes = (path: string): Uint8Array => {
    const file = this.entries.get(path);
    if (file === undefined) throw errnoError("ENOENT");
    return new TextEncoder().encode(file.content);
  };

  readonly resolveLinks = (path: string): string => path;

  private failIfAsked(): void {
    if (this.writesFailWith !== undefined) throw errnoError(this.writesFailWith);
  }
}
