import { afterEach, beforeEach } from "bun:test";
import { type FakeCloud, startFakeCloud } from "../fakes/cloud/start-fake-cloud.ts";
import { standIn } from "./stand-in.ts";

/** A cloud in each test of a file, a new one every time. */
export function cloudInEachTest(): FakeCloud {
  let cloud: FakeCloud | undefined;
  beforeEach(async () => {
    cloud = await startFakeCloud();
  });
  afterEach(() => cloud?.stop());
  return standIn(() => cloud);
}
