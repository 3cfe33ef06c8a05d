import { describe, expect, test, setDefaultTimeout } from "bun:test";
import { getCredential } from "../../support/command-lines.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A machine whose clock is off by so many ms, and a cloud whose clock is right. */
async function setClock(offset: number) {
  const machine = { offset: 0 };
  const scene = await setScene();
  const { cloud } = scene;
  const ask = () =>
    scene.runInProcess(getCredential(cloud), scene.alice, {
      now: () => Date.now() + machine.offset,
      random: () => 0,
    });
  return {
    ask,
    goWrong: () => (machine.offset = offset),
    requests: () => cloud.requests.count("cs"),
    [Symbol.asyncDispose]: scene[Symbol.asyncDispose],
  };
}

describe.each([
  ["ahead", 5 * HOUR],
  ["behind", -5 * HOUR],
])("a clock that is hours %s", (direction, offset) => {
  test("makes the API refuse, and the hint names the clock", async () => {
    await using setting = await setClock(offset);
    setting.goWrong();
    expectRefusal(await setting.ask(), { error: "InvalidTimeStamp.Expired", hint: new RegExp(`clock.*${direction}`) });
    expect(setting.requests()).toBe(1);
  });
});

test("a clock that was set back by hours does not keep the cached certificate from being used", async () => {
  await using setting = await setClock(-5 * HOUR);
  const before = await setting.ask();
  setting.goWrong();
  expect(await setting.ask()).toEqual(before);
});

test("by a clock that was set ahead by hours the certificate has expired, and the hint names the clock", async () => {
  await using setting = await setClock(5 * HOUR);
  await setting.ask();
  setting.goWrong();
  expectRefusal(await setting.ask(), { error: "InvalidTimeStamp.Expired", hint: "clock" });
});

test.each([
  ["ahead", 6 * MINUTE],
  ["behind", -6 * MINUTE],
])("a clock that is six minutes %s leads to a warning only", async (direction, offset) => {
  await using setting = await setClock(offset);
  setting.goWrong();
  const { exitCode, stderr } = await setting.ask();
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(new RegExp(`^warning: the clock of this machine is .* ${direction}`));
});
