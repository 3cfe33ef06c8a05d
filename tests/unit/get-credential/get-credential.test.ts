import { describe, expect, test } from "bun:test";
import type { Verdict } from "../../../src/cache/detect-refusal.ts";
import type { CacheEntry } from "../../../src/cache/entry.ts";
import { cacheFiles } from "../../../src/cache/cache-files.ts";
import { getCredential, type RenewalReason } from "../../../src/get-credential/get-credential.ts";
import { HOUR, madeUpCertificate, madeUpEntry } from "../../support/certificates.ts";
import { NOW } from "../../support/fake-world.ts";

const renewed = madeUpCertificate({ notBefore: NOW, notAfter: NOW + 5 * HOUR });
const fresh = madeUpEntry({ notBefore: NOW - HOUR, notAfter: NOW + 2 * HOUR });
const due = madeUpEntry({ notBefore: NOW - 2.5 * HOUR, notAfter: NOW + 0.5 * HOUR });
const expired = madeUpEntry({ notBefore: NOW - 4 * HOUR, notAfter: NOW - HOUR });

interface CredentialCase {
  readonly entry?: CacheEntry;
  readonly verdict?: Verdict;
  readonly force?: boolean;
}

/** Why a renewal was asked for, if it was, and whether the renewed certificate was given. */
async function outcome({ entry, verdict = "accepted", force = false }: CredentialCase): Promise<string> {
  const reasons: RenewalReason[] = [];
  const warnings: string[] = [];
  const certificate = await getCredential(force, {
    readCache: () =>
      Promise.resolve(entry === undefined ? undefined : { entry, files: cacheFiles("/cache", { name: "fake" }) }),
    judge: () => Promise.resolve(verdict),
    warnOfRefusal: () => warnings.push("refused"),
    noteHit: () => undefined,
    renew: (reason, cached) => {
      expect(cached?.entry).toBe(entry);
      reasons.push(reason);
      return Promise.resolve(renewed);
    },
    now: () => NOW,
    random: () => 0,
  });
  if (reasons.length === 0 && certificate === entry?.certificate) {
    return warnings.length === 0 ? "as cached" : "as cached, with a warning";
  }
  return certificate === renewed ? `renewed, since ${reasons.join()}` : "something else";
}

describe("a certificate", () => {
  test.each<[string, CredentialCase, string]>([
    ["that is fresh is given as it is", { entry: fresh }, "as cached"],
    ["that is not there is fetched", {}, "renewed, since missing"],
    ["that has expired is fetched", { entry: expired }, "renewed, since missing"],
    ["that is near its end is renewed", { entry: due }, "renewed, since due"],
    ["that was refused is renewed, fresh as it is", { entry: fresh, verdict: "refused" }, "renewed, since refused"],
    ["that was refused near its end is renewed for that", { entry: due, verdict: "refused" }, "renewed, since refused"],
    [
      "that has expired is fetched, whether it was refused or not",
      { entry: expired, verdict: "refused" },
      "renewed, since missing",
    ],
    [
      "that was refused, and is too new to be asked for again, is given with a warning",
      { entry: fresh, verdict: "refused-too-soon" },
      "as cached, with a warning",
    ],
    ["is fetched on demand, fresh as it is", { entry: fresh, force: true }, "renewed, since forced"],
    ["is fetched on demand, where there is none", { force: true }, "renewed, since forced"],
  ])("%s", async (_, credentialCase, result) => {
    expect(await outcome(credentialCase)).toBe(result);
  });
});

test("a failure to renew is the command's", async () => {
  const failure = new Error("fake");
  const result = getCredential(false, {
    readCache: () => Promise.resolve(undefined),
    judge: () => Promise.resolve("accepted"),
    warnOfRefusal: () => undefined,
    noteHit: () => undefined,
    renew: () => Promise.reject(failure),
    now: () => NOW,
    random: () => 0,
  });
  expect(await result.catch((error: unknown) => error)).toBe(failure);
});
