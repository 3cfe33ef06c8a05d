import { shellWord } from "../errors/quote-shell-word.ts";
import { ToolError } from "../errors/tool-error.ts";
import { errnoOf, errnoText } from "../world/errno.ts";
import type { FileWriter, World } from "../world/world.ts";

const POLL_MS = 100;
const MAX_TRIES = 50;

/**
 * Runs work while neither kubectl nor another client-go program changes the kubeconfig. client-go's convention is a
 * file `<kubeconfig>.lock` created exclusively. client-go fails at once if it exists; here it is waited for, 5 s.
 * @throws ToolError `kubeconfig_unusable` if it stays, or cannot be created
 */
export async function withKubeconfigLock<T>(
  path: string,
  writer: FileWriter,
  { sleep }: Pick<World, "sleep">,
  work: () => Promise<T>,
): Promise<T> {
  const lock = `${path}.lock`;
  for (let tries = 1; !take(lock, writer); tries += 1) {
    if (tries === MAX_TRIES) {
      throw new ToolError({
        code: "kubeconfig_unusable",
        message: `another program is changing ${path}: the lock file ${lock} still exists`,
        hint: `if no kubectl is running, it is a leftover: remove it with: rm ${shellWord(lock)}`,
      });
    }
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    writer.removeFile(lock);
  }
}

function take(lock: string, writer: FileWriter): boolean {
  try {
    writer.createFile(lock, "");
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw new ToolError({
      code: "kubeconfig_unusable",
      message: `the lock file ${lock} cannot be created: ${errnoText(error)}`,
      hint: "check the permissions of its folder, or write to another file with --kubeconfig FILE",
    });
  }
}
