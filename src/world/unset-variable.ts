import { dlopen, ptr } from "bun:ffi";

/** The C library, as each system has it. */
const LIBRARIES = [
  "libc.so.6",
  "libc.musl-x86_64.so.1",
  "libc.musl-aarch64.so.1",
  "/usr/lib/libSystem.B.dylib",
] as const;

/**
 * Takes a variable out of the environment that the runtime itself sees, which asks the C library. `process.env` is a copy,
 * which stays as it is.
 * @returns false where it cannot be done (Windows)
 */
export function unsetVariable(name: string): boolean {
  for (const library of LIBRARIES) {
    try {
      const { symbols } = dlopen(library, { unsetenv: { args: ["ptr"], returns: "i32" } });
      return symbols.unsetenv(ptr(Buffer.from(`${name}\0`))) === 0;
    } catch {
      // Another system's.
    }
  }
  return false;
}
