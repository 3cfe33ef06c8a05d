import { describe, expect, test } from "bun:test";
import { supervisedPaths } from "../../../../src/cli/watchdog/supervised-paths.ts";
import { noteNearFiles, superviseAtNeed } from "../../../../src/cli/watchdog/supervise.ts";
import { supervisedWorld } from "../../../../src/cli/watchdog/supervised-world.ts";
import { startDeadline } from "../../../../src/deadline.ts";
import type { SelfOutcome, SelfRequest } from "../../../../src/world/world.ts";
import { type FakeWorld, fakeWorld } from "../../../support/fake-world.ts";
import { toolErrorOf } from "../../../support/tool-error-of.ts";

const ENDED: SelfOutcome = { exitCode: 0, stdout: "", stderr: "", lastStep: undefined };

/** Supervises a command whose files are on such a file system, and tells what was asked of the world. */
async function supervise(
  outcome: SelfOutcome,
): Promise<{ exitCode: number | undefined; world: FakeWorld; asked: SelfRequest[] }> {
  const asked: SelfRequest[] = [];
  const world = fakeWorld({
    env: { HOME: "/mnt/home" },
    isAnyRemote: (paths) => Promise.resolve(paths.includes("/mnt/home")),
    runSelf: (request) => {
      asked.push(request);
      return Promise.resolve(outcome);
    },
  });
  const deadline = startDeadline("2s", 2000, world);
  return { exitCode: await superviseAtNeed(supervisedPaths({}, world), deadline, world), world, asked };
}

describe("a command whose files may never answer", () => {
  test("is run by another process, which knows whose call it is", async () => {
    const { asked } = await supervise(ENDED);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.env).toEqual({ ACK_RAM_TOOL_SUPERVISED: "4711" });
    expect(asked[0]?.timeoutMs).toBeGreaterThanOrEqual(2000);
  });

  test("prints exactly what that process prints, and ends as it ends", async () => {
    const { exitCode, world } = await supervise({
      ...ENDED,
      exitCode: 2,
      stdout: "{\n}\n",
      stderr: "error: x\nhint: y\n",
    });
    expect(exitCode).toBe(2);
    expect(world.printed).toEqual({ stdout: ["{\n}"], stderr: ["error: x\nhint: y"] });
  });

  test("is given up when the time is over, and the file is named", async () => {
    const error = await toolErrorOf(() => supervise({ ...ENDED, exitCode: undefined, lastStep: "/mnt/home/file" }));
    expect(error).toMatchObject({ code: "timeout", message: "/mnt/home/file did not answer in time (--timeout 2s)" });
  });
});

test("where every file is near, nothing is done twice, and that can be noted more than once", async () => {
  const world = fakeWorld({ env: { HOME: "/home/fake", TMPDIR: "/tmp" } });
  const places = supervisedPaths({}, world);
  expect(await superviseAtNeed(places, startDeadline("2s", 2000, world), world)).toBeUndefined();
  await noteNearFiles(places, world);
  await noteNearFiles(places, world);
  expect(world.files.size(places.note)).toBeGreaterThan(0);
});

test("a supervised process names each file before it touches it", async () => {
  const told: string[] = [];
  const world = await supervisedWorld(
    fakeWorld({
      tellSupervisor: () => Promise.resolve((step) => void told.push(step)),
      parentProcess: (id = 1) => ({ id, incarnation: "1" }),
    }),
    99,
  );
  await world.files.readText("/a").catch(() => undefined);
  world.files.size("/b");
  (await world.fileWriter()).removeFile("/c");
  await world.tryLock("/d");
  expect(told).toEqual(["/a", "/b", "/c", "/d"]);
  expect(world.parentProcess().id).toBe(99);
});

describe("the places of a command", () => {
  const world = fakeWorld({
    env: { HOME: "/home/fake", ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/var/token" },
    cwd: () => "/work",
  });

  test("are those that flags and variables name", () => {
    const { paths } = supervisedPaths({ "profile-file": "~/p.json", "credential-cache-dir": "cache" }, world);
    expect(paths).toEqual(["/home/fake", "/home/fake/p.json", "/work/cache", "/var/token"]);
  });

  test("have notes of their own", () => {
    const notes = ["~/a", "~/b"].map((file) => supervisedPaths({ "profile-file": file }, world).note);
    expect(new Set(notes).size).toBe(2);
  });
});
