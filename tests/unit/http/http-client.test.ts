import { describe, expect, test } from "bun:test";
import { createSend, type HttpResponse, type HttpRequest, type Send } from "../../../src/http/http-client.ts";
import type { Deadline } from "../../../src/deadline.ts";
import { farDeadline } from "../../support/deadlines.ts";
import { type FakeAnswer, fakeFetch, type RecordedCall } from "../../support/fake-fetch.ts";
import { fakeWorld } from "../../support/fake-world.ts";
import { errnoError } from "../../support/memory-files.ts";
import { recordedLog } from "../../support/recorded-log.ts";
import { everythingShownOf, toolErrorOf } from "../../support/tool-error-of.ts";

interface Bench {
  readonly send: Send;
  readonly calls: RecordedCall[];
  readonly slept: number[];
  readonly said: string[];
}

/** A `send` over these answers, with a deadline that is far away unless told otherwise. */
function bench(
  answers: readonly FakeAnswer[],
  given: Partial<Deadline> & { random?: number; env?: Record<string, string> } = {},
): Bench {
  const { fetch, calls } = fakeFetch(answers);
  const slept: number[] = [];
  const log = recordedLog();
  const send = createSend({
    ...fakeWorld({
      fetch,
      env: given.env ?? {},
      random: () => given.random ?? 0.5,
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    }),
    deadline: { ...farDeadline, ...given },
    log,
  });
  return { send, calls, slept, said: log.lines };
}

const request: HttpRequest = {
  method: "GET",
  url: "https://cs.fake.example/path?Signature=fake-signature",
  headers: { "x-fake": "1" },
};
const ok = (): Response => new Response("fine", { headers: { "x-answer": "yes" } });
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): FakeAnswer =>
  () =>
    new Response("no", { status: code, headers });

async function sendTo(answers: readonly FakeAnswer[]): Promise<Bench & { answer: HttpResponse }> {
  const made = bench(answers);
  return { ...made, answer: await made.send(() => request) };
}

describe("a request", () => {
  test("is answered with status, headers, body and host", async () => {
    const { answer } = await sendTo([ok]);
    expect(answer).toMatchObject({ status: 200, body: "fine", host: "cs.fake.example" });
    expect(answer.headers.get("x-answer")).toBe("yes");
  });

  test("carries its headers and our User-Agent, follows no redirect", async () => {
    const { calls } = await sendTo([ok]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.url).toBe(request.url);
    expect(calls[0]?.init).toMatchObject({
      method: "GET",
      headers: { "x-fake": "1", "user-agent": expect.stringMatching(/^ack-ram-tool\/\S+ \(linux\/x64\)$/) },
      redirect: "error",
      verbose: false,
    });
    expect(calls[0]?.init.signal).toBeInstanceOf(AbortSignal);
    expect(calls[0]?.init).not.toHaveProperty("body");
    expect(calls[0]?.init).not.toHaveProperty("proxy");
  });

  test.each([
    [{}, undefined],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, { rejectUnauthorized: true }],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: "1" }, { rejectUnauthorized: true }],
  ])("with %j in the environment enforces verification with %p", async (env, tls) => {
    const { send, calls } = bench([ok], { env });
    await send(() => request);
    expect(calls[0]?.init.tls).toEqual(tls);
  });

  test("presents a client certificate only if it verifies the server", async () => {
    const { send, calls } = bench([ok]);
    await send(() => ({ ...request, tls: { cert: "fake", key: "fake" } }));
    expect(calls[0]?.init.tls).toEqual({ cert: "fake", key: "fake", rejectUnauthorized: true });
  });

  test("bypasses proxies on request, and sends its body", async () => {
    const { send, calls } = bench([ok]);
    await send(() => ({ ...request, method: "POST", body: "a=1", proxy: false }));
    expect(calls[0]?.init).toMatchObject({ method: "POST", body: "a=1", proxy: false });
  });
});

describe("a transient failure is retried", () => {
  test.each<[string, FakeAnswer]>([
    ["429", status(429)],
    ["500", status(500)],
    ["502", status(502)],
    ["503", status(503)],
    ["a connection that is refused", errnoError("ECONNREFUSED")],
    ["a connection that breaks", errnoError("ECONNRESET")],
    ["a name that is not found", errnoError("ENOTFOUND")],
  ])("%s", async (_, failure) => {
    const { answer, calls } = await sendTo([failure, ok]);
    expect(answer.status).toBe(200);
    expect(calls).toHaveLength(2);
  });

  test("after longer waits each time", async () => {
    const { slept } = await sendTo([status(500), status(500), ok]);
    expect(slept).toEqual([250, 500]);
  });

  test("as the server asks, by Retry-After", async () => {
    expect((await sendTo([status(500, { "retry-after": "3" }), ok])).slept).toEqual([3000]);
    expect((await sendTo([status(503, { "retry-after": "Tue, 02 Jan 2024 03:04:09 GMT" }), ok])).slept).toEqual([4000]);
  });

  test("three times at most: then the last answer is returned", async () => {
    const { answer, calls } = await sendTo([status(500), status(502), status(503)]);
    expect(answer.status).toBe(503);
    expect(calls).toHaveLength(3);
  });

  test("three times at most: then the last failure is thrown", async () => {
    const { send, calls } = bench([errnoError("ECONNRESET"), errnoError("ECONNRESET"), errnoError("ECONNREFUSED")]);
    expect((await toolErrorOf(() => send(() => request))).message).toContain("was refused");
    expect(calls).toHaveLength(3);
  });

  test("less often if the request says so", async () => {
    const { send, calls } = bench([status(500), ok]);
    expect(await send(() => ({ ...request, maxTries: 1 }))).toMatchObject({ status: 500 });
    expect(calls).toHaveLength(1);
  });

  test("with a rebuilt request, so that its signature is new", async () => {
    const { send, calls } = bench([status(500), errnoError("ECONNRESET"), ok]);
    let built = 0;
    await send(() => {
      built += 1;
      return { ...request, headers: { nonce: String(built) } };
    });
    expect(calls.map(({ init }) => new Headers(init.headers).get("nonce"))).toEqual(["1", "2", "3"]);
  });

  test("until the deadline while it is throttled, and then as often as any other call", async () => {
    const throttled = status(400, { "x-ratelimit-user": "Limit:50,Remain:0,TimeLeft:2500,Reset:1" });
    const { send, calls, slept } = bench([throttled, throttled, status(429), throttled, status(500), status(500), ok]);
    const answer = await send(
      () => request,
      ({ status: code }) => code === 400,
    );
    expect(answer.status).toBe(200);
    expect(calls).toHaveLength(7);
    expect(slept).toEqual([3500, 4500, 5000, 10_500, 250, 500]);
  });

  test("and is logged at the debug level, without the URL", async () => {
    const { said } = await sendTo([status(500), errnoError("ECONNRESET"), ok]);
    expect(said.filter((line) => line.includes("failed"))).toEqual([
      "debug: try 1 failed (HTTP 500), next one in 250 ms",
      "debug: try 2 failed (the connection to cs.fake.example broke (ECONNRESET)), next one in 500 ms",
    ]);
    expect(said.join("\n")).not.toContain("Signature");
  });
});

describe("a permanent failure is not retried", () => {
  test.each([200, 204, 301, 400, 401, 403, 404, 408])("HTTP %d", async (code) => {
    const { answer, calls } = await sendTo([() => new Response(null, { status: code })]);
    expect(answer.status).toBe(code);
    expect(calls).toHaveLength(1);
  });

  test.each([
    ["UnexpectedRedirect", "network"],
    ["ERR_PROXY_TUNNEL", "network"],
    ["UnsupportedProxyProtocol", "network"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls"],
    ["CERT_HAS_EXPIRED", "tls"],
  ] as const)("%s", async (code, kind) => {
    const { send, calls } = bench([errnoError(code), ok]);
    expect((await toolErrorOf(() => send(() => request))).code).toBe(kind);
    expect(calls).toHaveLength(1);
  });

  test("a body that is too large", async () => {
    const { send, calls } = bench([() => new Response("x".repeat(1024 * 1024 + 1)), ok]);
    expect((await toolErrorOf(() => send(() => request))).code).toBe("api_answer_invalid");
    expect(calls).toHaveLength(1);
  });
});

describe("the deadline", () => {
  test("that has passed is a timeout, and no request is sent", async () => {
    const { send, calls } = bench([ok], { signal: AbortSignal.abort(), remaining: () => 0 });
    const error = await toolErrorOf(() => send(() => request));
    expect(error).toMatchObject({
      code: "timeout",
      message: "no time was left for asking cs.fake.example (--timeout 60s)",
    });
    expect(calls).toHaveLength(0);
  });

  test("that passes during a try is a timeout, not a broken connection", async () => {
    const controller = new AbortController();
    let remaining = 60_000;
    const { send } = bench(["hangs"], { signal: controller.signal, remaining: () => remaining });
    const sending = send(() => request);
    await Bun.sleep(0);
    remaining = 0;
    controller.abort();
    expect(await toolErrorOf(() => sending)).toMatchObject({
      code: "timeout",
      message: "no answer from cs.fake.example in time (--timeout 60s)",
    });
  });

  test("leaves time for another try if one hangs, and the last try has the rest", async () => {
    const { send, calls } = bench(["hangs", "hangs", ok], { remaining: () => 20, random: 0 });
    expect(await send(() => request)).toMatchObject({ status: 200 });
    expect(calls).toHaveLength(3);
  });

  test("of a single request ends that request", async () => {
    const { send, calls } = bench(["hangs", ok]);
    const error = await toolErrorOf(() => send(() => ({ ...request, timeoutMs: 5 })));
    expect(error).toMatchObject({ code: "timeout", message: "no answer from cs.fake.example within 0.005 s" });
    expect(calls).toHaveLength(1);
  });

  test("ends the retries at once if the next wait would outlast it", async () => {
    const { send, calls, slept } = bench([status(503, { "retry-after": "120" }), ok]);
    expect(await send(() => request)).toMatchObject({ status: 503 });
    expect(calls).toHaveLength(1);
    expect(slept).toEqual([]);
  });
});

test("no error shows the URL, its query or a header", async () => {
  for (const code of ["ECONNRESET", "ENOTFOUND", "UnexpectedRedirect", "CERT_HAS_EXPIRED"]) {
    const leaky = Object.assign(errnoError(code), { url: request.url });
    const { send } = bench([leaky, leaky, leaky]);
    const shown = everythingShownOf(await toolErrorOf(() => send(() => request)));
    expect(shown).not.toContain("fake-signature");
    expect(shown).not.toContain("/path");
  }
});
