/**
 * Starts a program without a terminal and without this process's streams, which may outlive this process.
 * @returns false if it cannot be started
 */
export function startDetached(argv: readonly string[]): boolean {
  try {
    Bun.spawn([...argv], { stdin: "ignore", stdout: "ignore", stderr: "ignore", detached: true }).unref();
    return true;
  } catch {
    return false;
  }
}
