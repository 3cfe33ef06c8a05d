import type { Fetch } from "../../src/world/world.ts";

/** A call that was made. */
export interface RecordedCall {
  readonly url: string;
  readonly init: BunFetchRequestInit;
}

/** What the fake answers: a response, a failure as `fetch` throws it, or nothing until the call is aborted. */
export type FakeAnswer = (() => Response) | Error | "hangs";

/** A `fetch` that gives these answers in order and keeps the calls; one call too many is a failure of the test. */
export function fakeFetch(answers: readonly FakeAnswer[]): { readonly fetch: Fetch; readonly calls: RecordedCall[] } {
  const calls: RecordedCall[] = [];
  const fetch: Fetch = (url, init) => {
    if (init.signal?.aborted === true) return Promise.reject(new DOMException("aborted", "AbortError"));
    const answer = answers[calls.length];
    calls.push({ url, init });
    if (answer === undefined) return Promise.reject(new Error("the test expected no more calls"));
    if (answer === "hangs") return untilAborted(init);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer());
  };
  return { fetch, calls };
}

function untilAborted({ signal }: BunFetchRequestInit): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  });
}
