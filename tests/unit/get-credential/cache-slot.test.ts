import { describe, expect, test } from "bun:test";
import { type CacheKey, cacheKey } from "../../../src/cache/cache-key.ts";
import { openCacheSlot } from "../../../src/get-credential/cache-slot.ts";
import { madeUpEntry } from "../../support/certificates.ts";
import { fakeWorld } from "../../support/fake-world.ts";
import { recordedLog } from "../../support/recorded-log.ts";

const keyOf = (who: string) =>
  cacheKey({ clusterId: "c1", csEndpoint: "https://cs.example", expirationMinutes: 180, identity: [who] }, "secret");
const [before, after] = [keyOf("alice, signed in"), keyOf("alice, signed in again")];
const directories = ["/cache"] as const;

/** A slot of the key `before`, whose credentials now have the key `current`, and the locks that were taken and released. */
async function slotOf(isSignIn: boolean, current: CacheKey) {
  const locks: string[] = [];
  const world = fakeWorld({
    tryLock: (path) => {
      locks.push(`take ${path}`);
      return Promise.resolve({ state: "held", release: () => locks.push(`release ${path}`) });
    },
  });
  const place = { directories, key: before, isSignIn, currentKey: () => Promise.resolve(current), keyOfSignIn: keyOf };
  const slot = await openCacheSlot(place, { ...world, log: recordedLog() });
  return { slot, locks, names: () => [...world.files.entries.keys()].filter((path) => path.endsWith(".json")) };
}

describe("the cache slot of a sign-in", () => {
  test("moves with the sign-in that was renewed, and is locked there", async () => {
    const { slot, locks, names } = await slotOf(true, after);
    await slot.moveTo("alice, signed in again");
    await slot.moveTo("alice, signed in again");
    expect(slot.hasMoved()).toBe(true);
    slot.keep(madeUpEntry());
    slot.release();
    expect(names()).toEqual([`/cache/${after.name}.json`]);
    expect(locks).toEqual([`take /cache/${after.name}.lock`, `release /cache/${after.name}.lock`]);
  });

  test("is that of the sign-in that was used, whoever has signed in to the file since", async () => {
    const { slot, locks, names } = await slotOf(true, keyOf("bob"));
    await slot.read();
    await slot.moveTo("alice, signed in");
    slot.keep(madeUpEntry());
    slot.release();
    expect(names()).toEqual([`/cache/${before.name}.json`]);
    expect(locks).toEqual([`take /cache/${before.name}.lock`, `release /cache/${before.name}.lock`]);
  });

  test("that another process has renewed is read where that one keeps it", async () => {
    const { slot, names } = await slotOf(true, after);
    expect(await slot.read()).toBeUndefined();
    const entry = madeUpEntry();
    slot.keep(entry);
    expect(names()).toEqual([`/cache/${after.name}.json`]);
    expect((await slot.read())?.certificate).toEqual(entry.certificate);
  });
});

test("the cache slot of an access key stays, and its credentials are not looked up again", async () => {
  const { slot, names } = await slotOf(false, after);
  await slot.read();
  slot.keep(madeUpEntry());
  expect(names()).toEqual([`/cache/${before.name}.json`]);
});

test("without directories nothing is read and nothing is kept", async () => {
  const place = {
    directories: undefined,
    key: before,
    isSignIn: false,
    currentKey: () => Promise.resolve(before),
    keyOfSignIn: keyOf,
  };
  const slot = await openCacheSlot(place, { ...fakeWorld(), log: recordedLog() });
  slot.keep(madeUpEntry());
  expect(await slot.read()).toBeUndefined();
  expect(await slot.tryLock()).toEqual({ state: "unavailable" });
});
