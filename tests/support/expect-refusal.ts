import { expect } from "bun:test";
import type { Outcome } from "./binary.ts";

/** How a run is expected to fail. */
export interface Refusal {
  /** 1 = failure, 2 = usage; 1 unless given. */
  readonly exitCode?: number;
  /** In the one error line. */
  readonly error: string | RegExp;
  /** In the one hint line; any will do unless given. */
  readonly hint?: string | RegExp;
}

/** A clear failure: nothing on stdout, one error and one hint on stderr, no stack and no dump of an object. */
export function expectRefusal({ exitCode, stdout, stderr }: Outcome, refusal: Refusal): void {
  const linesWith = (start: string): string[] => stderr.split("\n").filter((line) => line.startsWith(start));
  const [error = "", ...otherErrors] = linesWith("error: ");
  const [hint = "", ...otherHints] = linesWith("hint: ");
  expect(error).toMatch(refusal.error);
  expect([otherErrors, otherHints]).toEqual([[], []]);
  expect(hint).toMatch(refusal.hint ?? /./);
  expect(stderr).not.toMatch(/^\s+at |\[object |undefined/m);
  expect({ exitCode, stdout }).toEqual({ exitCode: refusal.exitCode ?? 1, stdout: "" });
}
