/** The errno name of a failed system call (`ENOENT`, `EACCES`, …), or undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

const IN_WORDS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  ENOTDIR: "no such file",
  EISDIR: "it is a directory",
  EEXIST: "another file is in the way",
};

/** The same for a message; in words where they are short. */
export function errnoText(error: unknown): string {
  const code = errnoOf(error) ?? "unknown error";
  return IN_WORDS[code] ?? code;
}

/** True when the file, or a directory on the way to it, is not there. */
export function isAbsent(error: unknown): boolean {
  const code = errnoOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
