import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isAbsent } from "../../src/world/errno.ts";

/** Where nothing secret may ever turn up. */
export interface LeakSearch {
  readonly secrets: readonly string[];
  /** What a run printed, by the stream's name. */
  readonly streams: Readonly<Record<string, string>>;
  /** Everything in it is searched. */
  readonly directory: string;
  /** Files that the test itself wrote. */
  readonly except: ReadonlySet<string>;
}

/** @throws Error naming the place, but not the secret, when anything was given away */
export function assertNothingLeaked({ secrets, streams, directory, except }: LeakSearch): void {
  const holdsSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  for (const [name, text] of Object.entries(streams)) {
    if (holdsSecret(text)) throw new Error(`a secret was printed on ${name}`);
  }
  if (streams["stderr"]?.includes("PRIVATE KEY") === true) throw new Error("a private key was printed on stderr");
  for (const path of filesIn(directory)) {
    if (except.has(path)) continue;
    const text = readIfThere(path);
    if (text === undefined) continue;
    if (holdsSecret(text) && !isBeingRenamed(path)) throw new Error(`a secret was left in ${path}`);
    const { mode } = statSync(path, { throwIfNoEntry: false }) ?? { mode: 0 };
    if (text.includes("PRIVATE KEY") && (mode & 0o077) !== 0) {
      throw new Error(`others can read the private key in ${path}`);
    }
  }
}

/** Another run may be replacing a config.json: its new text is in a temporary file for some milliseconds. */
function isBeingRenamed(path: string): boolean {
  if (!path.endsWith(".tmp")) return false;
  Bun.sleepSync(500);
  return !existsSync(path);
}

/** Other runs may be at work: a file can go between being listed and being read. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Every file below a directory, absolute, sorted. */
export function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
