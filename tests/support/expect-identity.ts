import { expect } from "bun:test";
import type { Outcome } from "./binary.ts";
import { identityIn } from "./exec-credential.ts";

/** A run that printed the certificate of this identity, and nothing else. */
export function expectIdentity({ exitCode, stdout, stderr }: Outcome, identity: string): void {
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(identityIn(stdout)).toBe(identity);
}
