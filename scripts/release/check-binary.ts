import assert from "node:assert/strict";
import { mismatchingPages, signAdHoc } from "./code-signature.ts";
import { executableKind } from "./executable-kind.ts";
import type { Target } from "./targets.ts";

/** A binary of a release, and its sources. */
export interface BinaryUnderTest {
  readonly target: Target;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly runtime: Uint8Array<ArrayBuffer>;
  /** Texts that the build must not add: hosts, folders. */
  readonly unwanted: readonly string[];
}

/** Checks a binary without running it. @throws AssertionError */
export function checkBinary({ target, file, runtime, unwanted }: BinaryUnderTest): void {
  const { format, arch, loader } = target;
  assert.deepEqual(executableKind(file), { format, arch, ...(loader !== undefined && { loader }) });
  // Bun itself contains host names; the build must not add any.
  for (const text of unwanted) assert.equal(count(file, text), count(runtime, text), `${text} in ${target.name}`);
  if (format === "mach-o") assert.deepEqual(mismatchingPages(file), [], "pages that macOS would refuse");
  // Bun's own signature is the reference for the one that we write.
  if (target.name === "darwin-arm64") assert.deepEqual(signAdHoc(file, "a.out"), file, "our signature and Bun's");
}

function count(file: Uint8Array, text: string): number {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  let found = 0;
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) found += 1;
  return found;
}
