import { expect, test } from "bun:test";
import { cacheFiles } from "../../../src/cache/file-names.ts";
import { NO_CALLERS } from "../../../src/cache/detect-rejected-certificate.ts";
import { decideRefresh } from "../../../src/get-credential/decide-refresh.ts";
import { HOUR, madeUpEntry, MINUTE } from "../../support/certificates.ts";
import { fakeWorld, NOW } from "../../support/fake-world.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { recordedLog } from "../../support/recorded-log.ts";

const old = { issuedAt: NOW - HOUR };
const fresh = madeUpEntry({ notBefore: NOW - HOUR, notAfter: NOW + 2 * HOUR }, old);
const due = madeUpEntry({ notBefore: NOW - 2.5 * HOUR, notAfter: NOW + 0.5 * HOUR }, old);
const expired = madeUpEntry({ notBefore: NOW - 4 * HOUR, notAfter: NOW - HOUR }, old);
const tooNew = { ...fresh, issuedAt: NOW - MINUTE };

const files = cacheFiles("/cache", { name: "fake" });
const parent = { id: 4711, incarnation: "1" };
/** The same parent process was given the certificate a second ago. */
const CAME_BACK = `${NO_CALLERS}${NOW - 1000} ${parent.id} ${parent.incarnation}\n`;

test.each([
  ["that is fresh is given as it is", fresh, NO_CALLERS, {}, undefined],
  ["that is not there is fetched", undefined, NO_CALLERS, {}, "missing"],
  ["that has expired is fetched", expired, NO_CALLERS, {}, "missing"],
  ["that has expired is fetched, refused or not", expired, CAME_BACK, {}, "missing"],
  ["that is in its refresh window is renewed", due, NO_CALLERS, {}, "due"],
  ["that was refused is renewed, fresh as it is", fresh, CAME_BACK, {}, "refused"],
  ["that was refused in its refresh window is renewed for that", due, CAME_BACK, {}, "refused"],
  ["that was refused, but is too new, is given as it is", tooNew, CAME_BACK, {}, undefined],
  ["is not taken for refused if a person runs the command", fresh, CAME_BACK, { isPluginCall: false }, undefined],
  ["is fetched on demand, fresh as it is", fresh, NO_CALLERS, { forceRefresh: true }, "forced"],
  ["is fetched on demand, if there is none", undefined, NO_CALLERS, { forceRefresh: true }, "forced"],
] as const)("a certificate %s", async (_, entry, callers, given, reason) => {
  const log = recordedLog();
  const world = fakeWorld({ files: new MemoryFiles({ [files.callers]: callers }), parentProcess: () => parent });
  const cached = entry && { entry, files };
  const request = { clusterId: "c-asked", forceRefresh: false, isPluginCall: true, ...given };
  expect(await decideRefresh(cached, request, { ...world, log })).toBe(reason);
  const warnings = entry === tooNew ? [expect.stringContaining("ack-ram-tool cache clear -c c-asked")] : [];
  expect(log.plainLines()).toEqual(warnings);
});
