/** Starts a program that goes on alone, with no terminal and nothing of this one's streams. @returns false where it cannot be started */
export function startDetached(argv: readonly string[]): boolean {
  try {
    Bun.spawn([...argv], { stdin: "ignore", stdout: "ignore", stderr: "ignore", detached: true }).unref();
    return true;
  } catch {
    return false;
  }
}
