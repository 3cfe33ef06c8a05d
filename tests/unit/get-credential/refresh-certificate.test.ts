import { describe, expect, test } from "bun:test";
import type { CacheEntry } from "../../../src/cache/cache-entry.ts";
import type { ClientCertificate } from "../../../src/certificate/client-certificate.ts";
import { type Deadline, startDeadline } from "../../../src/command-deadline.ts";
import { ToolError } from "../../../src/errors/tool-error.ts";
import type { CacheSlot } from "../../../src/get-credential/cache-slot.ts";
import {
  type Renewal,
  refreshCertificate,
  type RefreshPorts,
} from "../../../src/get-credential/refresh-certificate.ts";
import type { LockAttempt } from "../../../src/world/world.ts";
import { DAY, HOUR, MINUTE, madeUpCertificate, madeUpEntry } from "../../support/certificates.ts";
import { farDeadline } from "../../support/deadlines.ts";
import { NOW } from "../../support/fake-world.ts";
import { recordedLog } from "../../support/recorded-log.ts";

const refusal = new ToolError({
  code: "api_error",
  message: "the API refused",
  details: { "api code": "Forbidden.RAM" },
});
const issued = madeUpCertificate({ certificate: "new", notBefore: NOW, notAfter: NOW + 5 * HOUR });
const due = madeUpEntry({ notBefore: NOW - 2.5 * HOUR, notAfter: NOW + 0.5 * HOUR }, { issuedAt: NOW - 2.5 * HOUR });
const expired = madeUpEntry({ notBefore: NOW - 4 * HOUR, notAfter: NOW - HOUR }, { issuedAt: NOW - 4 * HOUR });
const newEntry: CacheEntry = {
  clusterId: "c-new",
  source: "a fake source",
  certificate: issued,
  issuedAt: NOW,
  recheckedAt: undefined,
};
const refuse = (): Promise<ClientCertificate> => Promise.reject(refusal);

interface Outcome {
  readonly certificate: ClientCertificate | undefined;
  readonly error: unknown;
  readonly calls: number;
  readonly written: CacheEntry[];
  readonly failures: ToolError[];
  readonly said: string[];
}

/** Renews with what the cache holds and what the API does; alone, unless other ports are given. */
async function renew(
  renewal: Partial<Renewal>,
  given: Partial<RefreshPorts> & Partial<CacheSlot> = {},
): Promise<Outcome> {
  const written: CacheEntry[] = [];
  const failures: ToolError[] = [];
  const log = recordedLog();
  let calls = 0;
  const cached = renewal.cached;
  const slot: RefreshPorts["slot"] = {
    read: given.read ?? (() => Promise.resolve(cached)),
    keep: (entry) => written.push(entry),
    hasMoved: given.hasMoved ?? (() => false),
    tryLock: given.tryLock ?? (() => Promise.resolve({ state: "held", release: () => undefined })),
    readFailure: given.readFailure ?? (() => Promise.resolve(undefined)),
    writeFailure: (error) => failures.push(error),
  };
  const result = await refreshCertificate(
    {
      reason: "missing",
      cached,
      clusterId: "c-new",
      sourceDescription: "a fake source",
      deadline: farDeadline,
      startedAt: NOW,
      isPluginCall: true,
      ...renewal,
    },
    {
      now: () => NOW,
      sleep: () => Promise.resolve(),
      random: () => 0,
      log,
      slot,
      ...given,
      requestCertificate: (deadline) => {
        calls += 1;
        return given.requestCertificate?.(deadline) ?? Promise.resolve(issued);
      },
    },
  ).then(
    (certificate) => ({ certificate, error: undefined }),
    (error: unknown) => ({ certificate: undefined, error }),
  );
  return { ...result, calls, written, failures, said: log.plainLines() };
}

describe.each([
  ["no certificate", undefined],
  ["an expired certificate", expired],
])("with %s in the cache", (_, cached) => {
  test("a new one is fetched, kept and given", async () => {
    expect(await renew({ cached })).toEqual({
      certificate: issued,
      error: undefined,
      calls: 1,
      written: [newEntry],
      failures: [],
      said: [],
    });
  });

  test("a failure of the API is the command's, it is noted, and the certificate on disk stays as it is", async () => {
    expect(await renew({ cached }, { requestCertificate: refuse })).toEqual({
      certificate: undefined,
      error: refusal,
      calls: 1,
      written: [],
      failures: [refusal],
      said: [],
    });
  });
});

describe("a certificate near its end", () => {
  const reason = "due";

  test("is replaced by a new one", async () => {
    expect(await renew({ reason, cached: due })).toMatchObject({
      certificate: issued,
      calls: 1,
      written: [newEntry],
      said: [],
    });
  });

  test("is given with a warning if there is no new one, and stays on disk as it is", async () => {
    const { certificate, calls, written, said } = await renew({ reason, cached: due }, { requestCertificate: refuse });
    expect(certificate).toEqual(due.certificate);
    expect(calls).toBe(1);
    expect(written).toEqual([]);
    expect(said).toEqual([
      "warn: no new certificate, continuing with the one that is valid until 2024-01-02T03:34:05Z: the API refused",
    ]);
  });

  test("is no longer given if it expired while the API was asked", async () => {
    let now = NOW;
    const requestCertificate = (): Promise<ClientCertificate> => {
      now = due.certificate.notAfter;
      return refuse();
    };
    expect(await renew({ reason, cached: due }, { requestCertificate, now: () => now })).toMatchObject({
      certificate: undefined,
      error: refusal,
    });
  });

  test.each([
    ["an older one", due.certificate.expiresAt - 1],
    ["an equal one", due.certificate.expiresAt],
  ])("stays the same bytes if the API has %s, and that is remembered", async (_, expiresAt) => {
    const { certificate, written, said } = await renew(
      { reason, cached: due },
      { requestCertificate: () => Promise.resolve({ ...issued, expiresAt }) },
    );
    expect(certificate).toEqual(due.certificate);
    expect(written).toEqual([{ ...due, recheckedAt: NOW }]);
    expect(said).toEqual([]);
  });
});

test("a certificate of the sign-in before is not kept for another sign-in, however long it lives", async () => {
  const requestCertificate = () => Promise.resolve({ ...issued, expiresAt: due.certificate.expiresAt - 1 });
  const given = { requestCertificate, hasMoved: () => true };
  const { certificate, written } = await renew({ reason: "due", cached: due }, given);
  expect(certificate?.certificate).toBe(issued.certificate);
  expect(written.map((entry) => entry.certificate.certificate)).toEqual([issued.certificate]);
});

describe("where another process was faster", () => {
  const other = madeUpEntry({ certificate: "other", notAfter: NOW + 4 * HOUR }, { issuedAt: NOW });

  test("its certificate is given, and the API is not asked", async () => {
    const { certificate, calls, written } = await renew(
      { reason: "due", cached: due },
      { read: () => Promise.resolve(other) },
    );
    expect(certificate).toEqual(other.certificate);
    expect(calls).toBe(0);
    expect(written).toEqual([]);
  });

  test("its failure is reported, and the API is not asked", async () => {
    const remembered = { error: refusal, at: NOW, until: NOW + 5000 };
    expect(await renew({}, { readFailure: () => Promise.resolve(remembered) })).toMatchObject({
      error: { code: "api_error", message: "the API refused (remembered from 0 s ago, asked again in 5 s)" },
      calls: 0,
      failures: [],
    });
  });

  test("a failure of long ago no longer counts", async () => {
    const remembered = { error: refusal, at: NOW - 5000, until: NOW };
    expect(await renew({}, { readFailure: () => Promise.resolve(remembered) })).toMatchObject({
      certificate: issued,
      calls: 1,
    });
  });

  test("a person who runs the command by hand is not told of an earlier failure", async () => {
    const remembered = { error: refusal, at: NOW - 1, until: NOW + 5000 };
    const ports = { readFailure: () => Promise.resolve(remembered) };
    expect(await renew({ isPluginCall: false }, ports)).toMatchObject({ certificate: issued, calls: 1 });
    expect(await renew({ isPluginCall: true }, ports)).toMatchObject({
      error: { message: expect.stringContaining("the API refused (remembered") },
      calls: 0,
    });
  });

  test("a failure in the future, by a clock that was ahead, does not count", async () => {
    const remembered = { error: refusal, at: NOW + DAY, until: NOW + DAY + 5000 };
    const ports = { readFailure: () => Promise.resolve(remembered) };
    for (const reason of ["missing", "forced"] as const) {
      expect(await renew({ reason }, ports)).toMatchObject({ certificate: issued, calls: 1 });
    }
  });

  test("a certificate from the future is not the new one that --force-refresh wants", async () => {
    const ahead = madeUpEntry({ notAfter: NOW + 4 * HOUR }, { issuedAt: NOW + 10 * MINUTE });
    const ports = { read: () => Promise.resolve(ahead) };
    expect(await renew({ reason: "forced", cached: ahead }, ports)).toMatchObject({ certificate: issued, calls: 1 });
  });
});

describe("only what a service answered is remembered for others", () => {
  test.each([
    ["a refusal", refusal, true],
    [
      "a refusal on the way to the credentials",
      new ToolError({ code: "credentials_failed", message: "", cause: refusal }),
      true,
    ],
    [
      "an answer of something between us and the API",
      new ToolError({ code: "api_error", message: "", details: { status: 503 } }),
      false,
    ],
    ["a page in place of an answer", new ToolError({ code: "api_answer_invalid", message: "" }), false],
    ["a file that is missing", new ToolError({ code: "credentials_failed", message: "" }), false],
    ["no network", new ToolError({ code: "network", message: "" }), false],
    ["a CA that is not trusted", new ToolError({ code: "tls", message: "" }), false],
    ["a short time limit", new ToolError({ code: "timeout", message: "" }), false],
  ])("%s", async (_, error, isRemembered) => {
    const { failures } = await renew({}, { requestCertificate: () => Promise.reject(error) });
    expect(failures).toEqual(isRemembered ? [error] : []);
  });
});

describe("the lock", () => {
  test("is released after success and after failure", async () => {
    for (const requestCertificate of [() => Promise.resolve(issued), refuse]) {
      let released = 0;
      const release = (): void => {
        released += 1;
      };
      await renew({}, { requestCertificate, tryLock: () => Promise.resolve({ state: "held", release }) });
      expect(released).toBe(1);
    }
  });

  test("that cannot be taken is not a failure", async () => {
    expect(await renew({}, { tryLock: () => Promise.resolve({ state: "unavailable" }) })).toMatchObject({
      certificate: issued,
      calls: 1,
    });
  });

  test.each([
    ["held", 48_000],
    ["unavailable", 60_000],
  ] as const)(
    "that is %s leaves %d ms of a minute for the API: others may want to try, too",
    async (state, expected) => {
      let budget = 0;
      const requestCertificate = (deadline: Deadline): Promise<ClientCertificate> => {
        budget = deadline.remaining();
        return Promise.resolve(issued);
      };
      const attempt: LockAttempt = state === "held" ? { state, release: () => undefined } : { state };
      await renew({}, { requestCertificate, tryLock: () => Promise.resolve(attempt) });
      expect(budget).toBe(expected);
    },
  );

  test("that never becomes free is awaited for a limited time", async () => {
    let passed = 0;
    const slept: number[] = [];
    const sleep = (ms: number): Promise<void> => {
      slept.push(ms);
      passed += ms;
      return Promise.resolve();
    };
    const deadline = startDeadline("60s", 60_000, {
      elapsed: () => passed,
      timeoutSignal: () => new AbortController().signal,
    });
    const outcome = await renew({ deadline }, { tryLock: () => Promise.resolve({ state: "busy" }), sleep });
    expect(outcome).toMatchObject({ certificate: issued });
    expect(slept.length).toBeGreaterThan(10);
    expect(passed).toBeLessThan(60_000);
  });
});
