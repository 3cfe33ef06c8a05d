import type { HttpAnswer } from "../../src/http/send.ts";

/** A complete answer of the fake host. */
export function httpAnswer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, body, headers: new Headers(headers), host: "cs.fake.example" };
}
