import type { Deadline } from "../deadline.ts";
import { ToolError } from "../errors/tool-error.ts";
import * as VARIABLES from "../variable-names.ts";
import type { World } from "../world/world.ts";
import type { FileLocations } from "./file-locations.ts";

/** What runs under supervision ends by itself when it can, and says more: it has this long, ms. */
const GRACE_MS = 500;

/**
 * Lets another process do a command whose files lie where a call may never come back, and ends in time whatever becomes of
 * that. Elsewhere there is nothing to do.
 * @returns the exit code; undefined where the command is still to be done
 * @throws ToolError `timeout` naming the file
 */
export async function superviseAtNeed(
  { paths }: FileLocations,
  deadline: Deadline,
  world: World,
): Promise<number | undefined> {
  if (!(await world.isAnyRemote(paths))) return undefined;
  const { exitCode, stdout, stderr, lastStep } = await world.runSelf({
    env: { [VARIABLES.supervised]: String(world.parentProcess().id) },
    timeoutMs: deadline.remaining() + GRACE_MS,
  });
  if (stderr !== "") world.stderr(stderr.trimEnd());
  if (stdout !== "") await world.stdout(stdout.replace(/\n$/, ""));
  if (exitCode !== undefined) return exitCode;
  throw new ToolError({
    code: "timeout",
    message: `${lastStep ?? "the file system"} did not answer in time (${deadline.limit})`,
    hint: "check the network drive or the mount that it lies on, or allow more time with --timeout",
  });
}

/** Notes that there was nothing to supervise. Never throws: without the note the next call looks again, which takes 1 ms. */
export async function noteNearFiles({ note }: FileLocations, world: Pick<World, "fileWriter">): Promise<void> {
  try {
    const writer = await world.fileWriter();
    const folder = note.slice(0, note.lastIndexOf("/"));
    writer.makePrivateDirectory(folder);
    if (writer.isPrivateDirectory(folder)) writer.createFile(note, "1");
  } catch {
    // No folder for temporary files, or another call was faster.
  }
}
