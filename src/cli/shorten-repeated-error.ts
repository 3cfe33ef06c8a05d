import { digestOf } from "../digest.ts";
import { preparePrivateDirectory } from "../cache/private-directory.ts";
import { filesWithin, startDeadline } from "../deadline.ts";
import { ToolError } from "../errors/tool-error.ts";
import { cacheDirectories, DEFAULT_CACHE_DIRECTORY } from "../cache/cache-directories.ts";
import type { World } from "../world/world.ts";

/** One failing `kubectl get` runs the plugin up to six times: discovery and the request, each with retries. */
const WITHIN_MS = 10_000;

/** Time limit for reading the record, ms. */
const LOOK_MS = 200;

/** The record: a line for each parent process that was recently shown an error. */
const FILE = "told";
const MAX_BYTES = 4096;
const MAX_LENGTH = 100;

/**
 * A short line if this process's parent was shown the same error in full a moment ago; otherwise undefined, and the
 * error is recorded. Never throws: without the record every error is shown in full.
 */
export async function shortenRepeatedError(error: unknown, world: World): Promise<string | undefined> {
  if (!(error instanceof ToolError)) return undefined;
  const [, first = "", remembered] = /^(.*?)( \(remembered from [^)]*\))?$/m.exec(error.message) ?? [];
  // A new deadline, because the command's own may have passed.
  const files = filesWithin(startDeadline("", LOOK_MS, world), world.files);
  const { id, incarnation } = world.parentProcess();
  const who = `${id} ${incarnation} ${digestOf(`${error.code} ${first}`)}`;
  try {
    const writer = await world.fileWriter();
    for (const directory of cacheDirectories(DEFAULT_CACHE_DIRECTORY, world)) {
      if (preparePrivateDirectory(directory, writer, world) !== undefined) continue;
      const file = `${directory}/${FILE}`;
      const now = world.now();
      const recent = (await readLines(file, files)).filter((line) => isRecent(line, now));
      const before = recent.find((line) => line.endsWith(` ${who}`));
      if (before !== undefined) return short(first, remembered ?? saidInFull(now - Number(before.split(" ", 1)[0])));
      writer.replaceFile(file, `${[...recent, `${now} ${who}`].join("\n")}\n`);
      return undefined;
    }
  } catch {
    // Somebody else's file, a full disk, a deleted folder: the error is shown in full again.
  }
  return undefined;
}

async function readLines(file: string, files: World["files"]): Promise<string[]> {
  const size = files.size(file);
  return size === 0 || size > MAX_BYTES ? [] : (await files.readText(file)).split("\n");
}

/** A time in the future comes from a wrong clock. */
function isRecent(line: string, now: number): boolean {
  const time = Number(line.split(" ", 1)[0]);
  return time > now - WITHIN_MS && time <= now;
}

function short(message: string, end: string): string {
  return `error: ${message.length > MAX_LENGTH ? `${message.slice(0, MAX_LENGTH)}…` : message}${end}`;
}

function saidInFull(agoMs: number): string {
  return ` (shown in full ${Math.round(agoMs / 100) / 10} s ago)`;
}
