import type { Fetch } from "../../src/world/world.ts";

/** A call that was made. */
export interface RecordedCall {
  readonly url: string;
  readonly init: BunFetchRequestInit;
}

/** What the fake answers with: a response, made when it is asked for, or a failure as `fetch` throws it. */
export type FakeAnswer = (() => Response) | Error;

/** A `fetch` that gives these answers in order and keeps the calls; one call too many is a failure of the test. */
export function fakeFetch(answers: readonly FakeAnswer[]): { readonly fetch: Fetch; readonly calls: RecordedCall[] } {
  const calls: RecordedCall[] = [];
  const fetch: Fetch = (url, init) => {
    if (init.signal?.aborted === true) return Promise.reject(new DOMException("aborted", "AbortError"));
    const answer = answers[calls.length];
    calls.push({ url, init });
    if (answer === undefined) return Promise.reject(new Error("the test expected no more calls"));
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer());
  };
  return { fetch, calls };
}
