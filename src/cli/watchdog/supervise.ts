import type { Deadline } from "../../command-deadline.ts";
import { ToolError } from "../../errors/tool-error.ts";
import * as VARIABLES from "../../environment/variable-names.ts";
import type { World } from "../../world/world.ts";
import type { SupervisedPaths } from "./supervised-paths.ts";

/** Extra time for the supervised process, ms: if it can still end by itself, its own error says more. */
const GRACE_MS = 500;

/**
 * Runs the command in another process if its files are on a file system that may never answer, so that this process can
 * still end at the deadline.
 * @returns the exit code; undefined if no supervisor is needed, and the command has not been run
 * @throws ToolError `timeout` naming the file
 */
export async function superviseAtNeed(
  { paths }: SupervisedPaths,
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
    hint: "check the mount or network drive with this file, or allow more time with --timeout",
  });
}

/**
 * Records that supervision was unnecessary. Never throws: without the record the next call checks again, which takes 1
 * ms.
 */
export async function noteNearFiles({ note }: SupervisedPaths, world: Pick<World, "fileWriter">): Promise<void> {
  try {
    const writer = await world.fileWriter();
    const folder = note.slice(0, note.lastIndexOf("/"));
    writer.makePrivateDirectory(folder);
    if (writer.isPrivateDirectory(folder)) writer.createFile(note, "1");
  } catch {
    // No temporary directory, or another call was faster.
  }
}
