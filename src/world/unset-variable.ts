import { dlopen, ptr } from "bun:ffi";

/** The C library's name on each system. */
const LIBRARIES = [
  "libc.so.6",
  "libc.musl-x86_64.so.1",
  "libc.musl-aarch64.so.1",
  "/usr/lib/libSystem.B.dylib",
] as const;

/**
 * Removes a variable from the environment that the runtime itself reads through the C library. `process.env` is a copy,
 * which does not change.
 * @returns false if it cannot be done (Windows)
 */
export function unsetVariable(name: string): boolean {
  for (const library of LIBRARIES) {
    try {
      const { symbols } = dlopen(library, { unsetenv: { args: ["ptr"], returns: "i32" } });
      return symbols.unsetenv(ptr(Buffer.from(`${name}\0`))) === 0;
    } catch {
      // Not this system's library.
    }
  }
  return false;
}
