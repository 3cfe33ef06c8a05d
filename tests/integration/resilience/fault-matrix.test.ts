import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { cacheFile, cachedEntry } from "../../support/cached-entry.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { CACHE_STATES } from "./cache-states.ts";
import { FAULTS, PASSING_FAULTS } from "../../support/faults.ts";
import { certificateIn, setFaultyScene } from "./set-faulty-scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

describe.each(FAULTS)("while $name", (fault) => {
  test.each(CACHE_STATES)("and the cached certificate is $name", async (state) => {
    await using faulty = await setFaultyScene(fault, state);
    const { scene } = faulty;
    const before = await cacheFile(scene, ".json");
    const outcome = await faulty.ask();

    if (state.isUsable) {
      expect(outcome.exitCode).toBe(0);
      expect(certificateIn(outcome)).toBe(faulty.cached);
    } else {
      expectRefusal(outcome, fault);
    }
    const warns = state.isUsable && state.isRenewed;
    expect(outcome.stderr.includes("warning: no new certificate, continuing with the one")).toBe(warns);
    expect(faulty.tries()).toBe(state.isRenewed ? fault.tries : 0);
    expect(await cacheFile(scene, ".json")).toBe(before);
    expect(await cacheFile(scene, ".tmp")).toBeUndefined();
    expect((await cacheFile(scene, ".failure")) !== undefined).toBe(state.isRenewed && fault.isAnswer === true);
  });
});

describe.each(PASSING_FAULTS)("after $name, which passes,", ({ fault, hangs }) => {
  test.each(CACHE_STATES)("the command succeeds if the cached certificate is $name", async (state) => {
    await using faulty = await setFaultyScene({ passing: fault, hangs }, state);
    const { scene } = faulty;
    const outcome = await faulty.ask();

    expect(outcome).toMatchObject({ exitCode: 0, stderr: "" });
    expect(certificateIn(outcome) === faulty.cached).toBe(!state.isRenewed);
    expect(faulty.tries()).toBe(state.isRenewed ? 2 : 0);
    expect((await cachedEntry(scene))?.certificate.certificate).toBe(certificateIn(outcome));
    expect(await cacheFile(scene, ".failure")).toBeUndefined();
  });
});
