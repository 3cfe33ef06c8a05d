/** The errno name of a failed system call (`ENOENT`, `EACCES`, …), or undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** The same for a message. */
export function errnoText(error: unknown): string {
  return errnoOf(error) ?? "unknown error";
}

/** True when the file, or a directory on the way to it, is not there. */
export function isAbsent(error: unknown): boolean {
  const code = errnoOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
