import type { Source } from "./source.ts";

/** Whether getting credentials may rewrite the file that holds the sign-in, and with it change the source's identity. */
export function renewsSignIn(source: Source): boolean {
  return source.kind === "oauth" || (source.kind === "assumed-role" && renewsSignIn(source.base));
}
