import { afterEach, beforeEach } from "bun:test";
import { type Alice, meetAlice } from "./alice.ts";
import { standIn } from "./stand-in.ts";

/** Alice in each test of a file, on a new machine and with a new cloud every time. */
export function aliceInEachTest(): Alice {
  let alice: Alice | undefined;
  beforeEach(async () => {
    alice = await meetAlice();
  });
  afterEach(() => alice?.leave());
  return standIn(() => alice);
}
